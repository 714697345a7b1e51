import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, type ProcessIdentity, processTree, signalProcess } from './process-tree.ts';

/** A signal to ask with, who gets it, and how long to wait for its effect. */
export interface EndStep {
  readonly signal: NodeJS.Signals;
  /** `all` that belongs to the process, or the `leader` alone, because it ends the others itself. */
  readonly to: 'all' | 'leader';
  readonly waitMs: number;
}

const POLL_MS = 10;

async function ended(leader: ProcessIdentity, known: Map<number, ProcessIdentity>, waitMs: number) {
  const deadline = performance.now() + waitMs;
  for (;;) {
    for (const [pid, identity] of known) if (!isRunning(identity)) known.delete(pid);
    if (known.size === 0) {
      for (const entry of processTree(leader)) known.set(entry.pid, entry);
      if (known.size === 0) return true;
    }
    if (performance.now() >= deadline) return false;
    await sleep(POLL_MS);
  }
}

/**
 * Ends a process with all that belongs to it: asks step by step, then kills. A stopped process is continued, since it
 * would not see the request. Processes that moved to another session are followed too.
 */
export async function endProcess(leader: ProcessIdentity, steps: readonly EndStep[]): Promise<void> {
  const known = new Map<number, ProcessIdentity>(processTree(leader).map(entry => [entry.pid, entry]));
  if (known.size === 0) return;
  for (const { signal, to, waitMs } of steps) {
    for (const pid of to === 'all' ? known.keys() : [leader.pid]) signalProcess(pid, signal);
    for (const pid of known.keys()) signalProcess(pid, 'SIGCONT');
    if (await ended(leader, known, waitMs)) return;
  }
  for (let round = 0; round < 50; round++) {
    for (const entry of processTree(leader)) known.set(entry.pid, entry);
    for (const identity of known.values()) if (isRunning(identity)) signalProcess(identity.pid, 'SIGKILL');
    if (await ended(leader, known, 100)) return;
  }
}
