import { setTimeout as sleep } from 'node:timers/promises';
import type { Service, World } from './world.ts';

/** So many late answers in a row are an outage. */
const MOST_LATE = 2;

/** Served for so long without a break is served for good: what ends again and again is well for shorter. */
const STEADY_MS = 30_000;

/** Makes of looks since when a user is served. */
export function createService() {
  let since: number | undefined;
  let late = 0;
  return {
    take(seen: Service, at: number): void {
      late = seen === 'late' ? late + 1 : 0;
      if (seen === 'none' || late > MOST_LATE) since = undefined;
      else if (seen === 'served') since ??= at;
    },
    /** From when on a user is served for good. */
    servedAt: (now: number) => (since !== undefined && now - since > STEADY_MS ? since : undefined),
  };
}

/** Looks all the time whether a user is served. */
export function watchService(world: World, signal: AbortSignal) {
  const service = createService();
  const looking = (async () => {
    while (!signal.aborted) {
      const at = Date.now();
      service.take(await world.look(), at);
      await sleep(300);
    }
  })();
  const servedAt = () => service.servedAt(Date.now());
  return { isSteady: () => servedAt() !== undefined, servedAt, over: looking };
}

/** Waits until it is over, at most so long, or until the end of all. */
export async function waitFor(over: () => boolean, mostMs: number, signal: AbortSignal): Promise<void> {
  const until = Date.now() + mostMs;
  while (Date.now() < until && !signal.aborted && !over()) await sleep(300);
}
