import { expect, test } from 'vitest';
import { loaded, seen, withoutVital } from '../../../tests/support/database-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './saturation.ts';

const used = (count: number) =>
  seen({
    connections: { max: 100, reserved: 20, used: count, holders: [{ user: 'app', application: '', count }] },
  });

judges(check, { below: 90 }, [
  ['few', used(10), 'pass OK'],
  ['just below', used(71), 'pass OK'],
  ['at the limit, of those not reserved', used(72), 'fail SATURATED'],
  ['none left', used(80), 'fail SATURATED'],
  ['a limit of its own', used(40), 'fail SATURATED', { below: 50 }],
  ...withoutVital('connections'),
]);

test('the message names who holds them', () => {
  expect(check.evaluate(used(80), { below: 90 }).message).toBe(
    '80 of 80 connections are in use (100 %), 80 by role app, application unnamed',
  );
});

test('the limit is 90 % unless declared, and it needs a session', () => {
  expect(check.instances(loaded())[0]).toMatchObject({
    expectation: { below: 90 },
    needs: ['database.connect:db'],
  });
  expect(check.instances(loaded({ connections: { below: 50 } }))[0]?.expectation).toEqual({ below: 50 });
});
