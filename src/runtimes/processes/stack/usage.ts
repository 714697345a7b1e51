import { setTimeout as sleep } from 'node:timers/promises';
import { ProbeError } from '../../../model/probe-error.ts';
import type { ServiceUsage } from '../../../model/stack.ts';
import { type ProcessIdentity, processTree } from '../process-tree.ts';

const INTERVAL_MS = 200;

/** What a process and all that belongs to it use, with the processor time taken over a short while. */
export async function usageOf(
  service: string,
  leader: ProcessIdentity,
  signal: AbortSignal,
): Promise<ServiceUsage> {
  const before = new Map(processTree(leader).map(entry => [`${entry.pid} ${entry.startTime}`, entry.cpuMs]));
  const startedAt = performance.now();
  await sleep(INTERVAL_MS, undefined, { signal });
  const after = processTree(leader);
  const elapsedMs = performance.now() - startedAt;
  if (after.length === 0) {
    throw new ProbeError('target', 'SERVICE_NOT_RUNNING', `service ${service} ended while it was looked at`);
  }
  const usedMs = after.reduce(
    (sum, entry) => sum + entry.cpuMs - (before.get(`${entry.pid} ${entry.startTime}`) ?? 0),
    0,
  );
  return {
    memoryBytes: after.reduce((sum, entry) => sum + entry.residentBytes(), 0),
    cpuPercent: Number(((usedMs / elapsedMs) * 100).toFixed(1)),
  };
}
