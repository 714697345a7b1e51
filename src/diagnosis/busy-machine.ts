import { availableParallelism, loadavg } from 'node:os';
import type { Diagnosis } from './known-cause.ts';

/** So many for each processor want to run: each gets a third of what it would take. */
const BUSY = 3;

/**
 * That this machine has too much to do, where it has: what is measured from here, or runs here, is slow then whatever it
 * does. Undefined where it has not, or does not tell (Windows).
 *
 * @param load how many wanted to run, on average of the last minute
 */
export function busyMachine(
  service: string,
  load: number = loadavg()[0] ?? 0,
  processors: number = availableParallelism(),
): Diagnosis | undefined {
  if (load < BUSY * processors) return undefined;
  return {
    id: 'busy-machine',
    service,
    cause: `This machine has too much to do: everything that runs here is slow, and what is measured from here too.`,
    because: [`${load.toFixed(1)} want to run on ${processors} processors (load average of the last minute)`],
    fix: { text: 'Look again when it is quieter; `top` shows what keeps it busy.' },
  };
}
