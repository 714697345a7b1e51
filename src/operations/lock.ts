import { readFileSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { ownFolder } from '../config/own-folder.ts';
import { ProblemError } from '../model/problem.ts';
import { isAlive } from '../probes/is-alive.ts';

interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly operation: string;
  readonly since: string;
}

async function holderOf(file: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    // Gone by now, or cut off when its writer was killed
    return undefined;
  }
}

const isGone = (holder: Holder | undefined): boolean =>
  holder === undefined || (holder.host === hostname() && !isAlive(holder.pid));

const fileIn = (folder: string) => join(folder, 'operation.json');

/** The operation that is at work on a project now: `deploy`; undefined when none is. */
export function operationAtWork(root: string): string | undefined {
  try {
    const holder: Holder = JSON.parse(readFileSync(fileIn(join(root, '.failsafe', 'lock')), 'utf8'));
    return isGone(holder) ? undefined : holder.operation;
  } catch {
    return undefined;
  }
}

async function take(file: string, holder: Holder): Promise<boolean> {
  try {
    await writeFile(file, JSON.stringify(holder), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (code === 'ENOSPC') await rm(file, { force: true });
    throw error;
  }
}

const busy = ({ operation, pid, host, since }: Holder, file: string) =>
  new ProblemError([
    {
      code: 'OPERATION_RUNS',
      message: `\`failsafe ${operation}\` (process ${pid} on ${host}) has been at work on this project since ${since}`,
      fix: `Wait until it is done. If that machine is gone for good, remove ${file}.`,
    },
  ]);

/**
 * Lets one operation at a time change a project. A lock whose process has ended is taken over.
 *
 * @returns what gives the lock back
 * @throws ProblemError OPERATION_RUNS; Error when the disk is full
 */
export async function lockProject(root: string, operation: string): Promise<() => Promise<void>> {
  const file = fileIn(await ownFolder(root, 'lock'));
  const own = { pid: process.pid, host: hostname(), operation, since: new Date().toISOString() };
  if (!(await take(file, own))) {
    const holder = await holderOf(file);
    if (holder !== undefined && !isGone(holder)) throw busy(holder, file);
    await rm(file, { force: true });
    if (!(await take(file, own))) throw busy((await holderOf(file)) ?? own, file);
  }
  return () => rm(file, { force: true });
}
