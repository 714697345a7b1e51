import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** In the format of `sha256sum`, which can check it as well. */
export const CHECKSUMS = 'SHA256SUMS';
const LINE = /^([0-9a-f]{64}) {2}([\w.-]+)$/;

/** The checksum of a file. */
export async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

const filesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder)).filter(name => name !== CHECKSUMS).sort();

/** Writes the checksums of all files in the folder. */
export async function writeChecksums(folder: string): Promise<void> {
  const lines: string[] = [];
  for (const name of await filesIn(folder)) lines.push(`${await sha256(join(folder, name))}  ${name}\n`);
  await writeFile(join(folder, CHECKSUMS), lines.join(''), { mode: 0o600 });
}

/** What is not as it was written; empty when all is. */
export async function checksumFlaws(folder: string): Promise<string[]> {
  const text = await readFile(join(folder, CHECKSUMS), 'utf8').catch(() => '');
  const lines = text.split('\n').slice(0, -1);
  const sums = new Map(lines.map(line => LINE.exec(line)).map(match => [match?.[2] ?? '', match?.[1]]));
  if (sums.size === 0 || sums.has('') || !text.endsWith('\n')) return [`${CHECKSUMS} is missing or damaged`];
  const names = await filesIn(folder);
  const flaws: string[] = [];
  for (const name of new Set([...sums.keys(), ...names])) {
    if (!names.includes(name)) flaws.push(`${name} is missing`);
    else if (!sums.has(name)) flaws.push(`${name} is in no checksum`);
    else if ((await sha256(join(folder, name))) !== sums.get(name)) flaws.push(`${name} has been changed`);
  }
  return flaws;
}
