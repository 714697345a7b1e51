import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ownFolder } from '../../config/own-folder.ts';
import { replaceFile } from '../../config/replace-file.ts';
import { type Problem, ProblemError } from '../../model/problem.ts';
import type { MendedFile } from './mended-files.ts';

const FOLDER = 'mended';
const BOM = '\uFEFF';
const RUN_BITS = 0o111;

/** One file of a mending that can be undone. */
interface Entry {
  readonly path: string;
  /** What it had; undefined of a file that was not there. */
  readonly mode?: number;
  /** Of what was written, so that nobody's later work is overwritten. */
  readonly digest: string;
}

const digestOf = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');

const refuse = (problems: readonly Problem[]): never => {
  throw new ProblemError([...problems]);
};

const OWNER_ONLY = 0o600;
const FOR_ALL = 0o644;

/** A file as it is now; undefined when it is not there. */
async function present(file: string): Promise<{ content: string; mode: number } | undefined> {
  try {
    const [content, { mode }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
    return { content, mode: mode & 0o7777 };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Writes mended files into a folder, where they are still as they were read, and keeps what they were in `.failsafe/`.
 *
 * @throws ProblemError MENDED_FILE_CHANGED, before anything is written
 */
export async function writeMended(root: string, files: readonly MendedFile[]): Promise<void> {
  const read = await Promise.all(
    files.map(async file => ({ ...file, now: await present(join(root, file.path)) })),
  );
  const changed = read.filter(({ now, before }) => now?.content.replace(BOM, '') !== before);
  if (changed.length > 0) {
    refuse(
      changed.map(({ path }) => ({
        code: 'MENDED_FILE_CHANGED',
        message: `${path} is no longer what was looked at; nothing was written`,
        fix: 'Run it again when nothing else writes there.',
      })),
    );
  }
  const folder = join(await ownFolder(root, FOLDER), new Date().toISOString().replaceAll(/[:.]/g, '-'));
  await mkdir(folder, { mode: 0o700 });
  const entries: Entry[] = [];
  for (const [index, { path, now, after, runnable, isPrivate }] of read.entries()) {
    const whole = now?.content.startsWith(BOM) ? BOM + after : after;
    if (now !== undefined) await copyFile(join(root, path), join(folder, String(index)));
    entries.push({ path, mode: now?.mode, digest: digestOf(whole) });
    await writeFile(join(folder, 'files.json'), JSON.stringify(entries));
    const mode = now?.mode ?? (isPrivate ? OWNER_ONLY : FOR_ALL);
    await replaceFile(join(root, path), whole, { mode: runnable ? mode | RUN_BITS : mode });
  }
}

/**
 * Makes the last mending undone, byte for byte; gives the paths.
 *
 * @throws ProblemError NOTHING_TO_UNDO, and MENDED_FILE_CHANGED before anything is written
 */
export async function undoMended(root: string): Promise<string[]> {
  const own = join(root, '.failsafe', FOLDER);
  const last = (await readdir(own).catch(() => [])).sort().at(-1);
  if (last === undefined) {
    return refuse([
      {
        code: 'NOTHING_TO_UNDO',
        message: 'nothing was mended here, or it was undone',
        fix: '`git diff` shows what has changed.',
      },
    ]);
  }
  const folder = join(own, last);
  const entries: readonly Entry[] = JSON.parse(await readFile(join(folder, 'files.json'), 'utf8'));
  const problems: Problem[] = [];
  for (const { path, digest } of entries) {
    const content = await readFile(join(root, path)).catch(() => Buffer.of());
    if (digestOf(content) === digest) continue;
    problems.push({
      code: 'MENDED_FILE_CHANGED',
      message: `${path} has changed since it was mended; nothing was undone`,
      fix: `What it was before stands in .failsafe/${FOLDER}/${last}.`,
    });
  }
  if (problems.length > 0) refuse(problems);
  for (const [index, { path, mode }] of entries.entries()) {
    if (mode === undefined) await rm(join(root, path));
    else await replaceFile(join(root, path), await readFile(join(folder, String(index))), { mode });
  }
  await rm(folder, { recursive: true });
  return entries.map(({ path }) => path);
}
