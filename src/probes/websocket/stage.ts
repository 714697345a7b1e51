/** The end of one stage: its own time, or that of the whole look. */
export const stageSignal = (whole: AbortSignal, stageMs: number): AbortSignal =>
  AbortSignal.any([whole, AbortSignal.timeout(stageMs)]);

/** Waits for `start` to call back; undefined when the signal is first. */
export function until<T>(
  signal: AbortSignal,
  start: (done: (value: T) => void) => void,
): Promise<T | undefined> {
  return new Promise(resolve => {
    if (signal.aborted) return resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
    start(resolve);
  });
}
