import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import { ask, type Engine } from './engine.ts';

/** An engine that has not answered by then has more to do than it can; statistics take it 1 to 2 s at rest. */
const AGAIN_AFTER_MS = 2500;

const LATE = Symbol('late');

/**
 * As {@link ask}, for what only reads: when there is no answer for a while, the engine is asked once more, and what it
 * answers first counts. One answer that is late says nothing of an engine that answers others.
 */
export async function askTwice<T>(
  engine: Engine,
  signal: AbortSignal,
  call: (docker: Docker) => Promise<T>,
): Promise<T> {
  const answered = new AbortController();
  const either = AbortSignal.any([signal, answered.signal]);
  const first = ask(engine, either, call);
  const pause = sleep(AGAIN_AFTER_MS, LATE, { signal: either }).catch(() => LATE);
  try {
    const early = await Promise.race([first, pause]);
    if (early !== LATE) return early as T;
    return await Promise.race([first, ask(engine, either, call)]);
  } finally {
    answered.abort();
  }
}
