import { createHash } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract, type Header } from 'tar-stream';

/** What a volume holds; two that hold the same, in whatever order, have the same. */
export interface VolumeContent {
  /** Files, folders, links; the volume itself is none. */
  readonly entries: number;
  /** Of all files. */
  readonly bytes: number;
  readonly checksum: string;
  /** Whose the volume itself is, and who may enter it. */
  readonly owner: { readonly uid: number; readonly gid: number; readonly mode: number };
}

/** Names at the top of a volume that a restore makes, and takes away again. */
export const OWN_NAMES = /^\.failsafe-(?:new|part|old|gone)$/;

/** A volume holds what an interrupted restore has left. */
export class LeftOver extends Error {
  constructor(name: string) {
    super(`it holds ${name}, which a restore that was cut off has left: restore that volume again first`);
    this.name = 'LeftOver';
  }
}

/** Some engines write the kind of the entry into it as well. */
const RIGHTS = 0o7777;
const MODULUS = 1n << 256n;

/** The time of a folder changes by itself; that of a link is not kept everywhere. */
const described = ({ type, mode, uid, gid, size, mtime, linkname, devmajor, devminor }: Header) =>
  [
    type,
    mode & RIGHTS,
    uid,
    gid,
    size,
    linkname ?? '',
    ...(type === 'file' ? [mtime.getTime()] : []),
    ...(type.endsWith('-device') ? [devmajor, devminor] : []),
  ].join(' ');

/** Reads a tar archive to its end, and sums up what is in it. */
export async function takeVolumeCensus(archive: Readable, signal: AbortSignal): Promise<VolumeContent> {
  const reader = extract();
  const reading = pipeline(archive, reader as unknown as Writable, { signal });
  // It is awaited below; the reader fails first
  reading.catch(() => undefined);
  let [entries, bytes, sum] = [0, 0, 0n];
  let owner = { uid: 0, gid: 0, mode: 0o755 };
  for await (const entry of reader) {
    const { header } = entry;
    const name = header.name.replace(/^\.\/+|\/+$/g, '').replace(/^\.$/, '');
    const hash = createHash('sha256').update(`${JSON.stringify(name)} ${described(header)}\n`);
    for await (const chunk of entry as AsyncIterable<Uint8Array>) hash.update(chunk);
    if (name === '') {
      owner = { uid: header.uid, gid: header.gid, mode: header.mode & RIGHTS };
      continue;
    }
    if (OWN_NAMES.test(name)) throw new LeftOver(name);
    entries += 1;
    bytes += header.type === 'file' ? header.size : 0;
    sum = (sum + BigInt(`0x${hash.digest('hex')}`)) % MODULUS;
  }
  await reading;
  return { entries, bytes, checksum: sum.toString(16).padStart(64, '0'), owner };
}

/** Whether two volumes hold the same. */
export const isSameContent = (a: VolumeContent, b: VolumeContent): boolean =>
  a.entries === b.entries && a.bytes === b.bytes && a.checksum === b.checksum;
