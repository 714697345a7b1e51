import { setTimeout as sleep } from 'node:timers/promises';
import { formatDuration } from '../../../config/units.ts';
import { type Asked, askReady } from '../ask-ready.ts';
import type { Life } from './life.ts';

const POLL_MS = 20;
/** The first of the pauses after which one that does not answer is asked once more; each is twice as long. */
const ASK_AGAIN_MS = 1000;
/** A service that says nothing of being ready counts as started when it has lived this long. */
const SETTLED_MS = 200;

/**
 * Asks until there is an answer, however long that takes. A request that came too early may have been lost, so another
 * one is sent beside it from time to time.
 */
async function answerOf(asked: Asked, seen: (why: string) => void, signal: AbortSignal) {
  const answered = new AbortController();
  const either = AbortSignal.any([signal, answered.signal]);
  const began = performance.now();
  const asks: Promise<string | undefined>[] = [];
  const late = Symbol();
  try {
    for (let patience = ASK_AGAIN_MS; ; patience *= 2) {
      asks.push(askReady(asked, either));
      const pause = sleep(patience, late, { signal: either }).catch(() => 'it was not waited for');
      const answer = await Promise.race([...asks, pause]);
      if (typeof answer !== 'symbol') return answer;
      seen(`no answer for ${formatDuration(performance.now() - began)}`);
    }
  } finally {
    answered.abort();
  }
}

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
    const why = await answerOf(asked, seen, either);
    signal.throwIfAborted();
    if (life.end !== undefined) return false;
    if (why === undefined) return true;
    seen(why);
    await pause(POLL_MS);
  }
}
