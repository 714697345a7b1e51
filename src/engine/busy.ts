import { monitorEventLoopDelay } from 'node:perf_hooks';

/** This process was kept waiting for so long that times it measured say little about the target. */
const KEPT_WAITING_MS = 250;
const NS_PER_MS = 1e6;

/** Verdicts that rest on a time, or on something that did not come in one. */
const OF_TIME =
  /TIMEOUT|TOO_SLOW|BUFFERED|NO_EVENT|NO_GREETING|NO_REPLY|NO_ANSWER|SESSION_REFUSED|NOT_STARTED|NOT_DONE|LEFT_BEHIND|NOT_REMOVED|NOT_SHOWN|NOT_OPENED|DEEP_LINK/;

/** Verdicts on how long something took: one hiccup is none. */
const OF_DURATION = /(?<!TOO_)SLOW|NOT_TRIED/;

/** Watches from now on whether this machine is too busy to measure times. */
export function watchBusyness(): {
  /** Whether a verdict may be wrong because of a hiccup: then it is worth a second look, and no more than one. */
  doubts(code: string): boolean;
} {
  const delays = monitorEventLoopDelay({ resolution: 20 });
  delays.enable();
  const wasBusy = () => delays.max / NS_PER_MS > KEPT_WAITING_MS;
  return { doubts: code => OF_DURATION.test(code) || (OF_TIME.test(code) && wasBusy()) };
}
