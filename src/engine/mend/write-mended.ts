import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
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
  /** It got its run bit. */
  readonly runnable: boolean;
}

const LIST = 'files.json';

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

/** Puts back what was there; of a file that is still, or again, as it was nothing is changed. */
async function putBack(root: string, folder: string, entries: readonly Entry[]): Promise<void> {
  for (const [index, { path, mode }] of entries.entries()) {
    const file = join(root, path);
    if (mode === undefined) {
      await rm(file, { force: true });
      continue;
    }
    const before = await readFile(join(folder, String(index)));
    const now = await present(file);
    if (now === undefined || now.mode !== mode || now.content !== before.toString('utf8'))
      await replaceFile(file, before, { mode });
  }
  await rm(folder, { recursive: true });
}

/**
 * Writes mended files into a folder, where they are still as they were read, and keeps what they were in `.failsafe/`: all of
 * them or none, and what a kill comes between is undone like the rest.
 *
 * @throws ProblemError MENDED_FILE_CHANGED, before anything is written; and what `node:fs` does, after all was put back
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
  const whole = read.map(({ now, after }) => (now?.content.startsWith(BOM) ? BOM + after : after));
  const entries = read.map(
    ({ path, now, runnable }, index): Entry => ({
      path,
      mode: now?.mode,
      digest: digestOf(whole[index] ?? ''),
      runnable,
    }),
  );
  for (const [index, { path, now }] of read.entries()) {
    if (now !== undefined) await copyFile(join(root, path), join(folder, String(index)));
  }
  await replaceFile(join(folder, LIST), JSON.stringify(entries));
  try {
    for (const [index, { path, now, runnable, isPrivate }] of read.entries()) {
      const mode = now?.mode ?? (isPrivate ? OWNER_ONLY : FOR_ALL);
      await replaceFile(join(root, path), whole[index] ?? '', { mode: runnable ? mode | RUN_BITS : mode });
    }
  } catch (error) {
    await putBack(root, folder, entries);
    throw error;
  }
}

/** The folder of the last mending, with its list; one whose list was never written changed nothing. */
async function lastMending(own: string): Promise<{ name: string; entries: readonly Entry[] } | undefined> {
  for (const name of (await readdir(own).catch(() => [])).sort().reverse()) {
    const list = await readFile(join(own, name, LIST), 'utf8').catch(() => undefined);
    if (list !== undefined) return { name, entries: JSON.parse(list) };
  }
  return undefined;
}

/** What was undone. */
export interface Undone {
  readonly paths: readonly string[];
  /** Those that had got their run bit. */
  readonly runnable: readonly string[];
}

/**
 * Makes the last mending undone, byte for byte.
 *
 * @throws ProblemError NOTHING_TO_UNDO, and MENDED_FILE_CHANGED before anything is written
 */
export async function undoMended(root: string): Promise<Undone> {
  const own = join(root, '.failsafe', FOLDER);
  const last = await lastMending(own);
  if (last === undefined) {
    return refuse([
      {
        code: 'NOTHING_TO_UNDO',
        message: 'nothing was mended here, or it was undone',
        fix: '`git diff` shows what has changed.',
      },
    ]);
  }
  const { name, entries } = last;
  const folder = join(own, name);
  const problems: Problem[] = [];
  for (const [index, { path, mode, digest }] of entries.entries()) {
    const content = await readFile(join(root, path)).catch(() => undefined);
    const before = mode === undefined ? undefined : await readFile(join(folder, String(index)));
    const isAsBefore = content === undefined ? before === undefined : before?.equals(content) === true;
    if (isAsBefore || (content !== undefined && digestOf(content) === digest)) continue;
    problems.push({
      code: 'MENDED_FILE_CHANGED',
      message: `${path} has changed since it was mended; nothing was undone`,
      fix: `What it was before stands in .failsafe/${FOLDER}/${name}.`,
    });
  }
  if (problems.length > 0) refuse(problems);
  await putBack(root, folder, entries);
  const runnable = entries.filter(entry => entry.runnable).map(({ path }) => path);
  return { paths: entries.map(({ path }) => path), runnable };
}
