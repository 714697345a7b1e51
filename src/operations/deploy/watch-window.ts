import { setTimeout as sleep } from 'node:timers/promises';
import type { CheckResult } from '../../model/result.ts';
import type { Checked } from '../check-step.ts';

/** What is looked at, and how long. */
export interface WindowOptions {
  check(): Promise<Checked>;
  readonly windowMs: number;
  /** Ids of checks that were red before: no evidence against what is new. */
  readonly before: ReadonlySet<string>;
  readonly signal: AbortSignal;
  tell(status: string): void;
}

/** What was seen in the window. */
export interface Watched {
  /** Red twice in a row; empty when all stayed well. */
  readonly red: readonly CheckResult[];
  readonly looks: number;
  readonly green: number;
}

const PAUSE_MS = 2000;

/**
 * Looks again and again until the window is over. One bad look is looked at again; the last one has to be good: what
 * could not be looked at is no pass.
 */
export async function watchWindow(options: WindowOptions): Promise<Watched> {
  const { check, windowMs, before, signal, tell } = options;
  const endsAt = performance.now() + windowMs;
  let suspects: ReadonlySet<string> = new Set();
  for (let looks = 1; ; looks++) {
    signal.throwIfAborted();
    const { red, green } = await check();
    const fresh = red.filter(({ id }) => !before.has(id));
    const confirmed = fresh.filter(({ id }) => suspects.has(id));
    if (confirmed.length > 0) return { red: fresh, looks, green };
    const left = endsAt - performance.now();
    if (fresh.length === 0 && left <= 0) return { red: [], looks, green };
    suspects = new Set(fresh.map(({ id }) => id));
    tell(`${looks} looks, ${fresh.length === 0 ? 'all well' : `doubts about ${[...suspects].join(', ')}`}`);
    await sleep(fresh.length > 0 ? PAUSE_MS : Math.max(0, Math.min(PAUSE_MS, left)), undefined, { signal });
  }
}
