import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownFolder } from '../config/own-folder.ts';
import type { Problem } from '../model/problem.ts';
import { writeDurably } from './write-durably.ts';

/** What is made by schedule: a backup; a restore of the newest into a scratch database. */
export type BackupJob = 'backup' | 'drill';

/** The last time that something was made, by a person or by schedule. */
export interface BackupRun {
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Why it was not made; undefined: all is well. */
  readonly problem?: Pick<Problem, 'code' | 'message' | 'causes'>;
  /** Nothing was made yet: since then the schedule is known. */
  readonly only?: 'known';
}

/** The last run of each. */
export type BackupRuns = Readonly<Partial<Record<BackupJob, BackupRun>>>;

const fileIn = (root: string) => join(root, '.failsafe', 'backup-runs', 'runs.json');

/** Reads what was noted; nothing where there is none. */
export function readBackupRuns(root: string): BackupRuns {
  try {
    return JSON.parse(readFileSync(fileIn(root), 'utf8'));
  } catch {
    return {};
  }
}

/** Notes a run. */
export async function noteBackupRun(root: string, job: BackupJob, run: BackupRun): Promise<void> {
  await ownFolder(root, 'backup-runs');
  writeDurably(fileIn(root), `${JSON.stringify({ ...readBackupRuns(root), [job]: run }, null, 2)}\n`);
}
