import { expect, test } from 'vitest';
import type { ServiceState } from '../../model/stack.ts';
import { check } from './stays-up.ts';
import { state } from './testing.ts';

test.each<[string, Partial<ServiceState>, Partial<ServiceState>, string]>([
  ['ran all the time', {}, {}, 'pass OK'],
  ['ended', {}, { state: 'exited', exitCode: 1 }, 'fail ENDED_MEANWHILE'],
  ['was paused', {}, { state: 'paused' }, 'fail ENDED_MEANWHILE'],
  ['was removed', {}, { state: 'missing' }, 'fail ENDED_MEANWHILE'],
  ['is between two starts', {}, { state: 'restarting' }, 'fail ENDED_MEANWHILE'],
  ['was started anew', {}, { startedAt: '2026-01-01T12:00:01.000Z' }, 'fail RESTARTED_MEANWHILE'],
  ['was restarted within the same second', { restarts: 1 }, { restarts: 2 }, 'fail RESTARTED_MEANWHILE'],
  ['did not run at first', { state: 'exited' }, { state: 'exited' }, 'pass OK'],
])('a service that %s', (_, first, last, expected) => {
  const seen = { before: [state(first)], after: [state(last)] };
  const { status, code } = check.evaluate(seen, { service: 'users' });
  expect(`${status} ${code}`).toBe(expected);
});
