import { setTimeout as sleep } from 'node:timers/promises';
import type { BlockedSession, PostgresLocksObservation, Vital } from '../model/observations/postgres.ts';
import type { Probe, ProbeContext } from '../model/probe.ts';
import { inSession, type Session } from './postgres/session.ts';
import { readVital, remaining } from './postgres/vital.ts';
import { blocked } from './postgres/vitals/blocked.ts';

/** Milliseconds until the longest of the waits has lasted so long; 0 when nobody waits, or one has. */
function missing(seen: Vital<readonly BlockedSession[]>, waitMs: number): number {
  if (!seen.seen || seen.value.length === 0) return 0;
  return Math.max(0, waitMs - Math.max(...seen.value.map(({ forMs = waitMs }) => forMs)));
}

async function watch(
  session: Session,
  waitMs: number,
  context: ProbeContext,
): Promise<PostgresLocksObservation> {
  const startedAt = performance.now();
  const left = () => remaining(startedAt, context);
  for (;;) {
    const seen = await readVital(session, blocked, left());
    const more = missing(seen, waitMs);
    if (more === 0 || more > left()) {
      return { connected: true, user: session.client.user ?? '', vitals: { blocked: seen } };
    }
    await sleep(more, undefined, { signal: context.signal });
  }
}

/** Looks who waits for a lock of whom, and whether that lasts. */
export const probe: Probe<'postgres-locks'> = {
  id: 'postgres-locks',
  last: true,
  async observe({ target, waitMs }, context) {
    const done = await inSession(target, context, session => watch(session, waitMs, context));
    return done.ok ? done.value : { connected: false, failure: done.failure };
  },
};
