import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { ownFolder } from '../config/own-folder.ts';
import type { Variables } from '../matching/template.ts';
import { isAlive } from './is-alive.ts';

/** No look takes so long: whoever wrote a note that is older has ended, whatever has its process id now. */
const STALE_MS = 3_600_000;

interface Note {
  readonly look: string;
  readonly pid: number;
  readonly host: string;
  readonly at: number;
  readonly variables: Variables;
  /** The look has ended without knowing whether all is removed. */
  readonly left?: true;
}

/** A note that is kept until what it tells of is removed. */
export interface Begun {
  /** All is removed. */
  forget(): Promise<void>;
  /** It may yet appear: an application that hangs does what it was asked when it goes on. The next look removes it. */
  leave(): Promise<void>;
}

/** What an earlier look left behind. */
export interface Abandoned {
  readonly variables: Variables;
  /** All is removed. */
  forget(): Promise<void>;
}

const NOTHING: Begun = { forget: async () => undefined, leave: async () => undefined };

const FOLDER = 'unfinished';
const folderOf = (root: string) => join(root, '.failsafe', FOLDER);

/** Nothing to remove, or nobody may: then the note is found again, and what it tells of is removed once more. */
const remove = (file: string) => rm(file, { force: true }).catch(() => undefined);

/** A folder that nobody may write to keeps no check from being made: then a killed run leaves no note. */
async function save(root: string, file: string, note: Note): Promise<void> {
  try {
    await ownFolder(root, FOLDER);
    await writeFile(file, JSON.stringify(note), { mode: 0o600 });
  } catch {
    // See above.
  }
}

/**
 * Writes down, before it is made, what a look is about to make in an application: a run that is killed cannot remove
 * it, the next one can.
 *
 * @param root folder of failsafe.yaml
 * @param look which look of which deployment; only the same one finds the note. Undefined: nothing outlives the run
 * @param variables what its clean-up needs to know, without secrets
 */
export async function begin(root: string, look: string | undefined, variables: Variables): Promise<Begun> {
  if (look === undefined) return NOTHING;
  const file = join(folderOf(root), `${process.pid}-${randomBytes(6).toString('hex')}.json`);
  const note = { look, pid: process.pid, host: hostname(), at: Date.now() };
  await save(root, file, { ...note, variables });
  return {
    forget: () => remove(file),
    leave: () => save(root, file, { ...note, variables, left: true }),
  };
}

async function read(file: string): Promise<Note | undefined> {
  try {
    const note: Note = JSON.parse(await readFile(file, 'utf8'));
    return typeof note.variables === 'object' && note.variables !== null ? note : undefined;
  } catch {
    // Somebody else has just removed it, or was killed while writing: then nothing had been made yet.
    return undefined;
  }
}

/** What earlier looks of this name, at the same deployment, left behind, and nobody has removed since. */
export async function abandoned(root: string, look: string | undefined): Promise<Abandoned[]> {
  if (look === undefined) return [];
  const names = await readdir(folderOf(root)).catch(() => []);
  const files = names.map(name => join(folderOf(root), name));
  const notes = await Promise.all(files.map(async file => ({ file, note: await read(file) })));
  return notes.flatMap(({ file, note }) => {
    if (note?.look !== look) return [];
    const ended = note.left || (note.host === hostname() && !isAlive(note.pid));
    if (!ended && Date.now() - note.at < STALE_MS) return [];
    return [{ variables: note.variables, forget: () => remove(file) }];
  });
}
