import { setTimeout as sleep } from 'node:timers/promises';
import { type Asked, askReady } from '../ask-ready.ts';
import type { Life } from './life.ts';

const POLL_MS = 20;
/** A service that says nothing of being ready counts as started when it has lived this long. */
const SETTLED_MS = 200;

/**
 * Waits until a service is ready: true; or until its process has ended without having become so: false.
 *
 * @param seen is told after each look why it is not ready yet
 * @throws the signal's reason when it is aborted first
 */
export async function untilReady(
  asked: Asked,
  life: Life,
  seen: (why: string) => void,
  signal: AbortSignal,
): Promise<boolean> {
  const over = new AbortController();
  const ended = life.ended.then(() => over.abort());
  const either = AbortSignal.any([signal, over.signal]);
  const pause = (ms: number) => sleep(ms, undefined, { signal: either }).catch(() => {});
  if (asked.probe.kind === 'exit') {
    seen('it has not ended yet');
    await Promise.race([ended, pause(2 ** 31 - 1)]);
    signal.throwIfAborted();
    return life.end?.exitCode === 0;
  }
  if (asked.probe.kind === 'none') await pause(SETTLED_MS);
  for (;;) {
    signal.throwIfAborted();
    const why = await askReady(asked, either);
    signal.throwIfAborted();
    if (life.end !== undefined) return false;
    if (why === undefined) return true;
    seen(why);
    await pause(POLL_MS);
  }
}
