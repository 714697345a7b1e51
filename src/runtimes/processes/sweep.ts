import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { endProcess } from './end-process.ts';
import { endSteps } from './end-steps.ts';
import { baseFolders, isRunId } from './folders.ts';
import { thisMachine } from './machine.ts';
import { isRunning } from './process-tree.ts';
import { readRunState } from './run-state.ts';
import { remove, removeScratch } from './scratch.ts';

const MINUTE = 60_000;
/** A supervisor writes state.json right after it made the folder. */
const UNWRITTEN_FOR = MINUTE;
/** Of another machine the pids say nothing; but a supervisor that lives writes state.json every minute. */
const SILENT_FOR = 60 * MINUTE;
const KEPT_LOGS = 5;

const namesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder).filter(isRunId).sort();
  } catch {
    return [];
  }
};

function ageMs(path: string): number {
  return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
}

function isStale(directory: string): boolean {
  const state = readRunState(directory);
  if (state === undefined) return ageMs(directory) > UNWRITTEN_FOR;
  if (state.machine !== thisMachine()) return ageMs(join(directory, 'state.json')) > SILENT_FOR;
  return !isRunning(state.supervisor);
}

/** Ends what a dead supervisor left running, and removes its folders. */
export async function removeRun(directory: string, id: string): Promise<void> {
  const state = readRunState(directory);
  if (state?.machine === thisMachine()) {
    await Promise.all(
      Object.values(state.services).map(
        service => service.process && endProcess(service.process, endSteps(service.probe)),
      ),
    );
  }
  removeScratch(id);
  remove(directory);
}

async function sweepBase(base: string): Promise<void> {
  const runs = namesIn(join(base, 'run'));
  for (const id of runs) {
    const directory = join(base, 'run', id);
    if (isStale(directory)) await removeRun(directory, id).catch(() => {});
  }
  const finished = namesIn(join(base, 'logs')).filter(id => !runs.includes(id));
  for (const id of finished.slice(0, -KEPT_LOGS)) remove(join(base, 'logs', id));
}

/**
 * Clears up after runs of this project whose supervisor was killed, and drops the logs of all but the latest runs. Never
 * touches a run whose supervisor lives, nor one that is just starting; what belongs to another user stays.
 */
export async function sweep(root: string): Promise<void> {
  for (const base of baseFolders(root)) await sweepBase(base);
}
