import { expect, test } from 'vitest';
import { session, withheld } from '../../../tests/support/database-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import type { PostgresLocksObservation } from '../../model/observations/postgres.ts';
import { check } from './blocked-sessions.ts';

type Blocked = Extract<PostgresLocksObservation, { connected: true }>['vitals']['blocked'];
const seen = (blocked: Blocked): PostgresLocksObservation => ({
  connected: true,
  user: 'app',
  vitals: { blocked },
});

const blocked = (...waits: (number | undefined)[]) =>
  seen({
    seen: true,
    value: waits.map((forMs, index) => ({
      ...session(forMs, { pid: 10 + index }),
      by: [index === 0 ? 99 : 10],
    })),
  });

judges(check, {}, [
  ['nobody waits', blocked(), 'pass OK'],
  ['for a moment', blocked(2999), 'pass OK'],
  ['for long', blocked(3000), 'fail BLOCKED'],
  ['one of them for long', blocked(60_000, 10), 'fail BLOCKED'],
  ['for a time that may not be seen', blocked(undefined), 'fail BLOCKED'],
  [
    'no session',
    { connected: false, failure: { code: 'ECONNREFUSED', message: 'refused' } },
    'error NOT_CONNECTED',
  ],
  ['not for this role', seen(withheld('42501')), 'error NOT_VISIBLE'],
  ['too slow', seen(withheld('57014')), 'error NOT_SEEN'],
]);

test('the session at the head of the queue is to blame, not those that wait in it', () => {
  const verdict = check.evaluate(blocked(60_000, 50_000), {});
  expect(verdict.message).toBe('2 sessions blocked by pid 99, the longest for 1 min');
  expect(verdict.fixes).toEqual([expect.objectContaining({ sql: 'SELECT pg_terminate_backend(99)' })]);
});

test('a prepared transaction has no session that could be ended', () => {
  const one = { ...session(60_000, { pid: 10 }), by: [0] };
  const { message, fixes } = check.evaluate(seen({ seen: true, value: [one] }), {});
  expect(message).toContain('blocked by a prepared transaction');
  expect(fixes?.[0]?.sql).toContain('pg_prepared_xacts');
});
