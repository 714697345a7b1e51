import { expect, test } from 'vitest';
import { check } from './oom.ts';
import { loadedWith, state } from './testing.ts';

test.each([
  [state(), 'pass OK'],
  [state({ oomKilled: true }), 'fail OOM_KILLED'],
])('containers.oom: %j gives %s', (seen, expected) => {
  const { status, code } = check.evaluate([seen], { service: 'users' });
  expect(`${status} ${code}`).toBe(expected);
});

test('containers.oom needs the service to run: why it ended is told there', () => {
  expect(check.instances(loadedWith({}, { services: ['a'] }))[0]?.needs).toEqual(['containers.running:a']);
});
