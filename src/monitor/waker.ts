import { setTimeout as sleep } from 'node:timers/promises';

/** Two looks that something calls for at once are this far apart at least. */
export const LEAST_PAUSE_MS = 1000;

/**
 * When the next cycle begins: an interval after the last one was due, or as soon as may be where that is over. A clock that
 * was set back makes nobody wait until it is as late again.
 */
export const nextLook = (lastMs: number, intervalMs: number, now: number): number =>
  Math.max(Math.min(lastMs, now) + intervalMs, now + LEAST_PAUSE_MS);

/** Waits between two cycles, unless something calls for one at once. */
export function createWaker(signal: AbortSignal) {
  let wake: (() => void) | undefined;
  let wanted = false;
  const leastPause = () => sleep(LEAST_PAUSE_MS, undefined, { signal }).catch(() => undefined);
  return {
    lookNow(): void {
      wanted = true;
      wake?.();
    },
    /** A cycle begins: what was called for until now is in it. */
    begin(): void {
      wanted = false;
    },
    /** Until the next cycle, something calls for one, or the end. Whether something did. */
    async pause(untilMs: number): Promise<boolean> {
      if (!wanted) {
        const woken = new Promise<void>(resolve => {
          wake = resolve;
        });
        const waiting = new AbortController();
        const slept = sleep(Math.max(0, untilMs - Date.now()), undefined, {
          signal: AbortSignal.any([signal, waiting.signal]),
        }).catch(() => undefined);
        await Promise.race([slept, woken]);
        waiting.abort();
        wake = undefined;
      }
      if (wanted) await leastPause();
      return wanted;
    },
  };
}
