import { openAsBlob } from 'node:fs';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { S3Copy } from '../../config/schema/backup.ts';
import { CHECKSUMS } from '../backup/checksums.ts';
import { isBackupId } from '../backup/store.ts';
import type { CopiedBackup, CopyStore } from './copy-store.ts';

/** A request that has not been answered by then: half an hour, for a file of some size on a slow line. */
const PATIENCE_MS = 1_800_000;
/** Four parts are on their way at a time, and are all that memory holds of a file. */
const PART_BYTES = 8 * 1024 * 1024;
/** No store takes more parts of one file. */
const MAX_PARTS = 10_000;
/** For the store to forget the parts of a file that was given up. */
const FORGET_MS = 10_000;

/** What gives up an upload in parts has to reach the store when the work was stopped, too: nobody sees its parts, and they are paid for. */
const givesUp = (input: RequestInfo | URL, init?: RequestInit): boolean =>
  init?.method === 'DELETE' && new URL(String(input)).searchParams.has('uploadId');

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
  const open = (signal: AbortSignal, bytes = 0) =>
    new S3mini({
      endpoint: `${endpoint.replace(/\/+$/, '')}/${bucket}`,
      region,
      accessKeyId: key.reveal(),
      secretAccessKey: secret.reveal(),
      requestAbortTimeout: PATIENCE_MS,
      minPartSize: Math.max(PART_BYTES, Math.ceil(bytes / MAX_PARTS)),
      fetch(input, init) {
        const within = givesUp(input, init) ? AbortSignal.timeout(FORGET_MS) : signal;
        return fetch(input, {
          ...init,
          signal: init?.signal ? AbortSignal.any([within, init.signal]) : within,
        });
      },
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
      const content = await openAsBlob(from);
      await open(signal, content.size).putAnyObject(`${at}${id}/${file}`, content);
      signal.throwIfAborted();
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
