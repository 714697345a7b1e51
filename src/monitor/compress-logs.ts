import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

/**
 * Compresses a log that nothing is added to any more. Where a compressed one is there already (the clock was set back
 * over midnight), it is added to that: gzip files can be put one behind the other. Ended at any moment, no line is lost.
 */
async function compressLog(file: string): Promise<void> {
  const target = `${file}.gz`;
  const next = `${target}.next`;
  await rm(next, { force: true });
  if (existsSync(target)) await pipeline(createReadStream(target), createWriteStream(next, { mode: 0o600 }));
  await pipeline(createReadStream(file), createGzip(), createWriteStream(next, { flags: 'a', mode: 0o600 }));
  await rename(next, target);
  await rm(file);
}

/** Compresses logs, one after the other. A disk that is full leaves them as they are. */
export async function compressLogs(files: readonly string[]): Promise<void> {
  for (const file of files) await compressLog(file).catch(() => rm(`${file}.gz.next`, { force: true }));
}
