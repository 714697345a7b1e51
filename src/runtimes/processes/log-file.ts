import { closeSync, openSync, readSync, statSync } from 'node:fs';

const CHUNK = 64 * 1024;

/** Bytes in a file; 0 when it is not there. */
export const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** Reads bytes of a file that somebody else appends to. */
export function readBytes(file: string, start: number, end: number): Buffer {
  if (end <= start) return Buffer.alloc(0);
  const handle = openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(end - start);
    return buffer.subarray(0, readSync(handle, buffer, 0, buffer.length, start));
  } finally {
    closeSync(handle);
  }
}

/** The last lines of a file, oldest first, from the byte `from` on; reads no more of it than it must. */
export function lastLines(file: string, count: number, from = 0): string[] {
  const chunks: Buffer[] = [];
  let breaks = 0;
  for (let end = sizeOf(file); end > from && breaks <= count; end -= CHUNK) {
    const chunk = readBytes(file, Math.max(from, end - CHUNK), end);
    for (const byte of chunk) if (byte === 10) breaks++;
    chunks.unshift(chunk);
  }
  const text = Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '');
  return text === '' || count <= 0 ? [] : text.split(/\r?\n/).slice(-count);
}
