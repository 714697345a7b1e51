import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StackHandle } from '../../../model/stack.ts';
import { isRunning, type ProcessIdentity, processTree } from '../process-tree.ts';
import { readRunState } from '../run-state.ts';

/** Every process of a run that runs now: the supervisor, the services, and all that they spawned. */
export function processesOf(handle: StackHandle): ProcessIdentity[] {
  const run = readRunState(handle.directory ?? '');
  if (run === undefined) return [];
  const leaders = Object.values(run.services).flatMap(service => service.process ?? []);
  return [run.supervisor, ...leaders.flatMap(processTree)];
}

/** What is left of a run: processes of it that still run, and its folders. */
export function leftOver(handle: StackHandle, processes: readonly ProcessIdentity[]): string[] {
  const { directory = '' } = handle;
  const scratch = join(tmpdir(), `failsafe-${basename(directory)}`);
  return [
    ...processes.filter(isRunning).map(({ pid }) => `process ${pid}`),
    ...[directory, scratch].filter(path => existsSync(path)),
  ];
}

/** Gives what is left of a run once nothing is, or after a while. */
export async function settledLeftOver(handle: StackHandle, processes: readonly ProcessIdentity[]) {
  for (let look = 0; look < 200; look++) {
    if (leftOver(handle, processes).length === 0) break;
    await sleep(50);
  }
  return leftOver(handle, processes);
}

/** The names of the runs that a project has folders of. */
export function runsIn(root: string): string[] {
  const folder = join(root, '.failsafe', 'run');
  return existsSync(folder) ? readdirSync(folder) : [];
}
