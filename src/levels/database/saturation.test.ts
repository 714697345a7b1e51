import { expect, test } from 'vitest';
import { loaded, seen, withoutVital } from '../../../tests/support/database-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import type { ConnectionLimit } from '../../model/observations/postgres.ts';
import { check } from './saturation.ts';

const used = (count: number, ...limits: readonly ConnectionLimit[]) =>
  seen({
    connections: {
      max: 100,
      reserved: 20,
      used: count,
      holders: [{ user: 'app', application: '', count }],
      limits,
    },
  });
const limit = (count: number) => ({ of: 'role app', limit: 10, used: count });

judges(check, { below: 90 }, [
  ['few', used(10), 'pass OK'],
  ['just below', used(71), 'pass OK'],
  ['at the limit, of those not reserved', used(72), 'fail SATURATED'],
  ['none left', used(80), 'fail SATURATED'],
  ['few of those that its role may have', used(10, limit(8)), 'pass OK'],
  ['as many as its role may have', used(10, limit(9)), 'warn SATURATED'],
  ['a database that takes nobody', used(0, { of: 'database app', limit: 0, used: 0 }), 'warn SATURATED'],
  ['none left, and as many as its role may have', used(80, limit(10)), 'fail SATURATED'],
  ['a limit of its own', used(40), 'fail SATURATED', { below: 50 }],
  ...withoutVital('connections'),
]);

test('the message names who holds them', () => {
  expect(check.evaluate(used(80), { below: 90 }).message).toBe(
    '80 of 80 connections are in use (100 %), 80 by role app, application unnamed',
  );
});

test('the message names the role whose limit it is', () => {
  expect(check.evaluate(used(10, limit(10)), { below: 90 }).message).toBe(
    '10 of 10 connections of role app are in use (100 %)',
  );
});

test('the limit is 90 % unless declared, and it needs a session', () => {
  expect(check.instances(loaded())[0]).toMatchObject({
    expectation: { below: 90 },
    needs: ['database.connect:db'],
  });
  expect(check.instances(loaded({ connections: { below: 50 } }))[0]?.expectation).toEqual({ below: 50 });
});
