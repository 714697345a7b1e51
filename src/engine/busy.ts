/** This process was kept waiting for so long that times it measured say little about the target. */
const KEPT_WAITING_MS = 250;
const LOOK_MS = 20;

/** Verdicts that rest on a time, or on something that did not come in one. */
const OF_TIME =
  /TIMEOUT|TOO_SLOW|BUFFERED|NO_EVENT|NO_GREETING|NO_REPLY|NO_ANSWER|SESSION_REFUSED|NOT_STARTED|NOT_DONE|LEFT_BEHIND|NOT_REMOVED|NOT_SHOWN|NOT_OPENED|DEEP_LINK/;

/** Verdicts on how long something took: one hiccup is none. */
const OF_DURATION = /(?<!TOO_)SLOW|NOT_TRIED/;

/** Watches whether this machine is too busy to measure times. */
export interface Busyness {
  /** Watches while this is under way, and no longer: the watch wakes the process fifty times a second. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** Whether a verdict may be wrong because of a hiccup: then it is worth a second look, and no more than one. */
  doubts(code: string): boolean;
}

/** See {@link Busyness}. Nothing is watched yet. */
export function createBusyness(): Busyness {
  let underWay = 0;
  let timer: NodeJS.Timeout | undefined;
  let seenAt = 0;
  let longestMs = 0;

  function look(): void {
    const now = performance.now();
    longestMs = Math.max(longestMs, now - seenAt - LOOK_MS);
    seenAt = now;
  }

  function begin(): void {
    if (underWay++ > 0) return;
    seenAt = performance.now();
    timer = setInterval(look, LOOK_MS).unref();
  }

  function end(): void {
    if (--underWay > 0) return;
    look();
    clearInterval(timer);
  }

  function wasBusy(): boolean {
    // What is judged first after a hiccup is judged before the timer has its turn
    if (underWay > 0) look();
    return longestMs > KEPT_WAITING_MS;
  }

  return {
    async during(work) {
      begin();
      try {
        return await work();
      } finally {
        end();
      }
    },
    doubts: code => OF_DURATION.test(code) || (OF_TIME.test(code) && wasBusy()),
  };
}
