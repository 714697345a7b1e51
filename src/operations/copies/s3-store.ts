import { openAsBlob } from 'node:fs';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { S3Copy } from '../../config/schema/backup.ts';
import { CHECKSUMS } from '../backup/checksums.ts';
import { isBackupId } from '../backup/store.ts';
import type { CopiedBackup, CopyStore } from './copy-store.ts';

/** A request that has not been answered by then: half an hour, for a file of some size on a slow line. */
const PATIENCE_MS = 1_800_000;

/** Copies in a bucket of an S3-compatible store, addressed by its path, which all of them know. */
export async function s3Store({
  endpoint,
  bucket,
  prefix = '',
  region = 'auto',
  key,
  secret,
}: S3Copy): Promise<CopyStore> {
  const { S3mini } = await import('s3mini');
  const at = prefix === '' ? '' : `${prefix.replace(/^\/+|\/+$/g, '')}/`;
  const open = (signal: AbortSignal) =>
    new S3mini({
      endpoint: `${endpoint.replace(/\/+$/, '')}/${bucket}`,
      region,
      accessKeyId: key.reveal(),
      secretAccessKey: secret.reveal(),
      requestAbortTimeout: PATIENCE_MS,
      fetch: (input, init) =>
        fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([signal, init.signal]) : signal }),
    });
  return {
    name: `s3://${bucket}/${at}`.replace(/\/$/, ''),
    async list(signal) {
      const objects = (await open(signal).listObjects('/', at)) ?? [];
      const found = new Map<string, { bytes: number; files: string[] }>();
      for (const { Key, Size } of objects) {
        const [id = '', file = '', ...deeper] = Key.slice(at.length).split('/');
        if (!Key.startsWith(at) || !isBackupId(id) || file === '' || deeper.length > 0) continue;
        const { bytes, files } = found.get(id) ?? { bytes: 0, files: [] };
        found.set(id, { bytes: bytes + Number(Size), files: [...files, file] });
      }
      return [...found].map(
        ([id, one]): CopiedBackup => ({ id, ...one, whole: one.files.includes(CHECKSUMS) }),
      );
    },
    async put(id, file, from, signal) {
      await open(signal).putAnyObject(`${at}${id}/${file}`, await openAsBlob(from));
    },
    async read(id, file, signal) {
      const answer = await open(signal).getObjectResponse(`${at}${id}/${file}`);
      if (answer?.body) return Readable.fromWeb(answer.body as ReadableStream);
      throw new Error(`${id}/${file} is not there`);
    },
    async remove(id, files, signal) {
      // What makes it whole goes first: nobody takes the rest for a backup
      const order = files.toSorted((a, b) => Number(b === CHECKSUMS) - Number(a === CHECKSUMS));
      for (const file of order) await open(signal).deleteObject(`${at}${id}/${file}`);
    },
  };
}
