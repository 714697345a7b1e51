import type { BlockedSession } from '../../model/observations/postgres.ts';

/** In the list of those in the way, a transaction that was prepared and has no session. */
const PREPARED = 0;

interface Kept {
  readonly session: BlockedSession;
  /** `performance.now()` */
  readonly firstSeenAt: number;
}

/** Waits that were seen at one look or another. */
export interface Waits {
  note(seen: readonly BlockedSession[], now: number): void;
  /**
   * Each at its longest, the longest first, but for those behind transactions that have ended: a lock that was given
   * back is none to report. `ages`: milliseconds since the transactions of today began, by pid.
   */
  lasting(ages: ReadonlyMap<number, number | undefined>, now: number): BlockedSession[];
}

/** See {@link Waits}. */
export function keepWaits(): Waits {
  const kept = new Map<number, Kept>();
  const length = ({ forMs = Number.POSITIVE_INFINITY }: BlockedSession) => forMs;
  return {
    note(seen, now) {
      for (const session of seen) {
        const before = kept.get(session.pid);
        const same = before !== undefined && length(before.session) <= length(session);
        kept.set(session.pid, { session, firstSeenAt: same ? before.firstSeenAt : now });
      }
    },
    lasting(ages, now) {
      const holds = (pid: number, since: number) =>
        pid === PREPARED || (ages.has(pid) && (ages.get(pid) ?? Number.POSITIVE_INFINITY) >= now - since);
      return [...kept.values()]
        .filter(({ session, firstSeenAt }) => session.by.some(pid => holds(pid, firstSeenAt)))
        .map(({ session }) => session)
        .toSorted((a, b) => length(b) - length(a));
    },
  };
}
