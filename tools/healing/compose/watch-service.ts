import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from './world.ts';

/** So many looks in a row at which nobody was served: on a busy machine one look may be too slow. */
const LOST = 3;

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
  return {
    /** From when on, until now. */
    since: () => since,
    /** Whether it is so for this long. */
    isSteady: (ms: number) => since !== undefined && Date.now() - since > ms,
    over: looking,
  };
}

/** Waits until it is over, at most so long, or until the end of all. */
export async function waitFor(over: () => boolean, mostMs: number, signal: AbortSignal): Promise<void> {
  const until = Date.now() + mostMs;
  while (Date.now() < until && !signal.aborted && !over()) await sleep(300);
}
