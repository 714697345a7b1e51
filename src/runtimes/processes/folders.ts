import { randomBytes } from 'node:crypto';
import { accessSync, constants, lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ignoreInGit } from '../../config/own-folder.ts';
import { ProblemError } from '../../model/problem.ts';
import type { RunFolders } from './run-plan.ts';

const RUN_ID = /^\d{8}T\d{6}-[0-9a-f]{8}$/;

/** Whether a name is one that {@link createRunId} made; nothing else is ever swept. */
export const isRunId = (name: string): boolean => RUN_ID.test(name);

/** Sorts by time, and two runs of the same second differ. */
export function createRunId(): string {
  const [time = ''] = new Date().toISOString().replaceAll(/[-:]/g, '').split('.');
  return `${time}-${randomBytes(4).toString('hex')}`;
}

function ownFolder(path: string): boolean {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    accessSync(path, constants.W_OK | constants.X_OK);
    const found = lstatSync(path);
    return found.isDirectory() && found.uid === process.getuid?.();
  } catch {
    return false;
  }
}

/** Folders that hold `run/` and `logs/`, in order of preference. */
export const baseFolders = (root: string): string[] => [
  join(root, '.failsafe'),
  join(tmpdir(), `failsafe-of-${process.getuid?.()}`),
];

/**
 * Where runs of this project are kept: beside failsafe.yaml, or below the folder for temporary files when this user may
 * not write there (a read-only checkout, one that root has made).
 */
export function createBase(root: string): string {
  const base = baseFolders(root).find(folder =>
    [folder, join(folder, 'run'), join(folder, 'logs')].every(ownFolder),
  );
  if (base === undefined) {
    throw new ProblemError([
      {
        code: 'RUN_FOLDER_NOT_WRITABLE',
        message: `there is no folder to run in: neither ${baseFolders(root).join(' nor ')} can be written by this user`,
        fix: `Make ${root} writable, or set TMPDIR to a folder that is.`,
      },
    ]);
  }
  ignoreInGit(base);
  return base;
}

/** The folders of one run, which do not exist yet. */
export const runFolders = (base: string, id: string): RunFolders => ({
  run: join(base, 'run', id),
  logs: join(base, 'logs', id),
});

/** The folder with `run/` and `logs/` in which this run is. */
export const baseOf = (runFolder: string): string => dirname(dirname(runFolder));
