import { setTimeout as sleep } from 'node:timers/promises';
import type { PostgresLocksObservation, PostgresLocksParams } from '../model/observations/postgres.ts';
import type { Probe, ProbeContext } from '../model/probe.ts';
import { keepWaits } from './postgres/keep-waits.ts';
import { inSession, type Session } from './postgres/session.ts';
import { readVital } from './postgres/vital.ts';
import { blocked } from './postgres/vitals/blocked.ts';
import { transactionAges } from './postgres/vitals/transaction-ages.ts';

const EVERY_MS = 500;
const READ_MS = 5000;

/** When the others have looked, a wait may have begun so late that it takes as long again to tell whether it lasts. */
async function watch(
  session: Session,
  { waitMs }: PostgresLocksParams,
  { othersDone, signal }: ProbeContext,
): Promise<PostgresLocksObservation> {
  const waits = keepWaits();
  let until = Number.POSITIVE_INFINITY;
  const done = othersDone().then(() => {
    until = performance.now() + waitMs;
  });
  for (;;) {
    const seen = await readVital(session, blocked, READ_MS);
    const now = performance.now();
    if (!seen.seen) return { connected: true, user: session.client.user ?? '', vitals: { blocked: seen } };
    waits.note(seen.value, now);
    const undecided = seen.value.some(({ forMs = waitMs }) => forMs < waitMs);
    if (until < Number.POSITIVE_INFINITY && (now > until || !undecided)) break;
    const pause = sleep(EVERY_MS, undefined, { signal });
    await (until < Number.POSITIVE_INFINITY ? pause : Promise.race([pause, done]));
  }
  const ages = await readVital(session, transactionAges, READ_MS);
  const value = waits.lasting(ages.seen ? ages.value : new Map(), performance.now());
  return { connected: true, user: session.client.user ?? '', vitals: { blocked: { seen: true, value } } };
}

/** Watches who waits for a lock of whom while the others look: a request that hangs behind a lock is one that waits. */
export const probe: Probe<'postgres-locks'> = {
  id: 'postgres-locks',
  watches: true,
  async observe(params, context) {
    const done = await inSession(params.target, context, session => watch(session, params, context));
    return done.ok ? done.value : { connected: false, failure: done.failure };
  },
};
