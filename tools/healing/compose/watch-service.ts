import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from './world.ts';

/** So many looks in a row at which nobody was served: on a busy machine one look may be too slow. */
const LOST = 3;

/** Served for so long without a break is served for good: what ends again and again is well for shorter. */
const STEADY_MS = 30_000;

/** Looks all the time whether a user is served. */
export function watchService(world: World, signal: AbortSignal) {
  let since: number | undefined;
  let failures = 0;
  const looking = (async () => {
    while (!signal.aborted) {
      const at = Date.now();
      failures = (await world.works()) ? 0 : failures + 1;
      if (failures >= LOST) since = undefined;
      else if (failures === 0) since ??= at;
      await sleep(300);
    }
  })();
  const isSteady = () => since !== undefined && Date.now() - since > STEADY_MS;
  return {
    isSteady,
    /** From when on a user is served for good. */
    servedAt: () => (isSteady() ? since : undefined),
    over: looking,
  };
}

/** Waits until it is over, at most so long, or until the end of all. */
export async function waitFor(over: () => boolean, mostMs: number, signal: AbortSignal): Promise<void> {
  const until = Date.now() + mostMs;
  while (Date.now() < until && !signal.aborted && !over()) await sleep(300);
}
