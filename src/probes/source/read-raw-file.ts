import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MOST_BYTES_READ, type RawFile } from '../../model/observations/source.ts';
import { decodeText } from './decode-text.ts';
import type { FileEntry } from './list-files.ts';

const RUN_BIT = 0o100;

/** Reads a file of the folder; undefined when it is gone, or is no file. */
export async function readRawFile(root: string, entry: FileEntry): Promise<RawFile | undefined> {
  const file = join(root, entry.path);
  const facts = await lstat(file).catch(() => undefined);
  if (facts === undefined || !facts.isFile()) return undefined;
  const { path, tracked, executable = (facts.mode & RUN_BIT) !== 0 } = entry;
  const base = { path, tracked, executable, bytes: facts.size };
  return facts.size > MOST_BYTES_READ ? base : { ...base, ...decodeText(await readFile(file)) };
}
