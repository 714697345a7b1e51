import { expect, test } from 'vitest';
import { check } from './complete.ts';
import { loadedWith, state } from './testing.ts';

test.each([
  [[state()], 'pass OK'],
  [[state(), state({ service: 'old-users', state: 'exited' })], 'fail ORPHAN_SERVICE'],
  [[state(), state({ service: 'adminer' })], 'pass OK'],
  [[state(), state({ service: 'gone', state: 'missing' })], 'pass OK'],
  [[state(), state({ service: 'debug-shell' })], 'pass OK'],
])('containers.complete: %j gives %s', (states, expected) => {
  const topology = { services: ['users'], dependsOn: {}, inactive: ['debug-shell'] };
  const loaded = loadedWith({ containers: { ignore: ['adminer'] } }, { topology });
  const [instance] = check.instances(loaded);
  const { status, code } = check.evaluate(states, instance?.expectation ?? { known: [] });
  expect(`${status} ${code}`).toBe(expected);
});

test('containers.complete does not apply without a stack', () =>
  expect(check.instances(loadedWith())).toEqual([]));
