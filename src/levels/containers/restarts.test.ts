import { describe, expect, test } from 'vitest';
import type { ServiceState } from '../../model/stack.ts';
import { check } from './restarts.ts';
import { loadedWith, NOON, state } from './testing.ts';

const ago = (seconds: number) => new Date(NOON - seconds * 1000).toISOString();

describe('containers.restarts', () => {
  test.each<[string, Partial<ServiceState>, number, string]>([
    ['never', {}, 0, 'pass OK'],
    ['never, started now', { startedAt: ago(1) }, 0, 'pass OK'],
    ['once, an hour ago', { restarts: 1 }, 0, 'pass OK'],
    ['once, five minutes ago', { restarts: 1, startedAt: ago(300) }, 0, 'fail RESTARTED'],
    ['once, five minutes ago, which is allowed', { restarts: 1, startedAt: ago(300) }, 1, 'pass OK'],
    ['twice, of which one is allowed', { restarts: 2, startedAt: ago(300) }, 1, 'fail RESTARTED'],
    ['between two crashes', { restarts: 9, startedAt: ago(4) }, 0, 'fail CRASH_LOOP'],
    ['between two crashes, whatever is allowed', { restarts: 9, startedAt: ago(4) }, 20, 'fail CRASH_LOOP'],
    ['by a clock that is ahead', { restarts: 1, startedAt: ago(-3600) }, 0, 'fail CRASH_LOOP'],
    ['at an unknown time', { restarts: 1, startedAt: undefined }, 0, 'fail CRASH_LOOP'],
    ['right now', { state: 'restarting', restarts: 0 }, 5, 'fail CRASH_LOOP'],
  ])('restarted %s', (_, more, allowed, expected) => {
    const expectation = { service: 'users', allowed, windowMs: 600_000, now: () => NOON };
    const { status, code } = check.evaluate([state(more)], expectation);
    expect(`${status} ${code}`).toBe(expected);
  });

  test('says when memory ran out before the last start', () => {
    const expectation = { service: 'users', allowed: 0, windowMs: 600_000, now: () => NOON };
    const seen = state({ restarts: 1, startedAt: ago(300), oomKilled: true });
    const { message, fixes } = check.evaluate([seen], expectation);
    expect(message).toContain('killed for want of memory');
    expect(fixes?.[0]?.text).toContain('memory limit');
  });

  test('takes the allowance of the service before that of all', () => {
    const containers = { defaults: { restarts: 1, restartWindow: 1000 }, services: { db: { restarts: 3 } } };
    const [users, db] = check.instances(loadedWith({ containers }, { services: ['users', 'db'] }));
    expect(users).toMatchObject({
      needs: ['containers.running:users'],
      expectation: { allowed: 1, windowMs: 1000 },
    });
    expect(db).toMatchObject({ expectation: { allowed: 3, windowMs: 1000 } });
    expect(check.instances(loadedWith({}, { services: ['a'] }))[0]?.expectation).toMatchObject({
      allowed: 0,
      windowMs: 600_000,
    });
  });
});
