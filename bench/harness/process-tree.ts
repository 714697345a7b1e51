import { readdirSync, readFileSync } from 'node:fs';

/** The kernel counts CPU time in steps of so many milliseconds. */
export const TICK_MS = 10;

/** A file of /proc; empty when the process has ended. */
export function readProc(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function tasksOf(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** A process and all that descend from it. */
export function treeOf(pid: string): string[] {
  const children = tasksOf(pid).flatMap(task =>
    readProc(`/proc/${pid}/task/${task}/children`).split(' ').filter(Boolean),
  );
  return [pid, ...children.flatMap(treeOf)];
}

const [USER, LAST_OF_WAITED] = [11, 15];

/** CPU time of a process tree up to now, with what has ended and was waited for. */
export function treeCpuMs(pid: number): number {
  const ticks = treeOf(String(pid)).flatMap(one =>
    (readProc(`/proc/${one}/stat`).split(') ')[1]?.split(' ') ?? []).slice(USER, LAST_OF_WAITED).map(Number),
  );
  return ticks.reduce((sum, one) => sum + one, 0) * TICK_MS;
}
