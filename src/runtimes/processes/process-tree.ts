import { findProcess, hasEnded, listProcesses, type ProcessEntry } from './process-table.ts';

/** Names a process for good: pids are used again, a pid with its start time is not. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startTime: string;
}

/** The identity of a process that runs; undefined when it has ended. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const entry = findProcess(pid);
  return entry && { pid, startTime: entry.startTime };
}

/** Whether this very process still runs. */
export const isRunning = (identity: ProcessIdentity): boolean =>
  findProcess(identity.pid)?.startTime === identity.startTime;

/**
 * The process, its process group, and all that descend from it. PostgreSQL puts each of its processes into a group of
 * its own, so the group alone would miss them. A group outlives its leader.
 */
export function processTree(leader: ProcessIdentity): ProcessEntry[] {
  const table = listProcesses().filter(entry => !hasEnded(entry));
  const holder = table.find(({ pid }) => pid === leader.pid);
  if (holder !== undefined && holder.startTime !== leader.startTime) return [];
  const members = new Map(
    table
      .filter(({ pid, group }) => pid === leader.pid || group === leader.pid)
      .map(entry => [entry.pid, entry]),
  );
  for (let before = -1; before !== members.size; ) {
    before = members.size;
    for (const entry of table) if (members.has(entry.parent)) members.set(entry.pid, entry);
  }
  return [...members.values()];
}

/** Sends a signal; false when there is nobody to get it. */
export function signalProcess(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
