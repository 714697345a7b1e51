/** What `AbortSignal.timeout` gives as its reason. */
const timeIsUp = () => new DOMException('The operation was aborted due to timeout', 'TimeoutError');

/** The time that one look may take. */
export interface Patience {
  readonly signal: AbortSignal;
  /** The look is over: its signal aborts no more, and nothing of it is kept until its time would have been up. */
  over(): void;
}

/**
 * Signals that abort after their time, or when the whole does: as `AbortSignal.any([whole, AbortSignal.timeout(ms)])`, which
 * makes two signals, and weak references between them, for each of thousands.
 */
export function createPatience(whole: AbortSignal): (ms: number) => Patience {
  const open = new Set<AbortController>();
  /** One for all: to make one takes a trace of the stack, and most looks are over long before. */
  let reason: DOMException | undefined;
  const abortAll = () => {
    for (const one of open) one.abort(whole.reason);
  };
  return ms => {
    const own = new AbortController();
    if (whole.aborted) own.abort(whole.reason);
    if (open.size === 0) whole.addEventListener('abort', abortAll);
    open.add(own);
    const close = () => {
      open.delete(own);
      if (open.size === 0) whole.removeEventListener('abort', abortAll);
    };
    const timer = setTimeout(() => {
      close();
      reason ??= timeIsUp();
      own.abort(reason);
    }, ms).unref();
    return {
      signal: own.signal,
      over() {
        clearTimeout(timer);
        close();
      },
    };
  };
}
