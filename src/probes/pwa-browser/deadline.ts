/** Deals out what is left of the time of a look. */
export interface Deadline {
  /** Milliseconds for a step that may take this part of the whole; at least 1, so that the step gives up at once. */
  share(part: number): number;
  /** Whether a step that was given up just now may have had too little time. */
  isOver(): boolean;
}

const OVER_MS = 20;

/** Begins now. What `reserveMs` keeps back is for closing the browser. */
export function createDeadline(timeoutMs: number, reserveMs: number): Deadline {
  const endsAt = performance.now() + timeoutMs - reserveMs;
  return {
    share: part => Math.max(1, Math.min(timeoutMs * part, endsAt - performance.now())),
    isOver: () => performance.now() > endsAt - OVER_MS,
  };
}
