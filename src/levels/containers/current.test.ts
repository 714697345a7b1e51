import { expect, test } from 'vitest';
import type { ConfigState } from '../../model/stack.ts';
import { check } from './current.ts';
import { loadedWith } from './testing.ts';

test.each<[Readonly<Record<string, ConfigState>> | undefined, string]>([
  [{ users: { is: 'current' } }, 'pass OK'],
  [{ users: { is: 'changed' } }, 'fail CONFIG_DRIFT'],
  [{ users: { is: 'current' }, db: { is: 'changed' } }, 'pass OK'],
  [{ users: { is: 'unknown', because: 'another version' } }, 'skip SKIPPED'],
  [{}, 'skip SKIPPED'],
  [undefined, 'skip SKIPPED'],
])('containers.current: %j gives %s', (states, expected) => {
  const { status, code } = check.evaluate(states, { service: 'users' });
  expect(`${status} ${code}`).toBe(expected);
});

test('containers.current only warns, of what runs', () => {
  expect(check.severity).toBe('warning');
  expect(check.instances(loadedWith({}, { services: ['a'] }))[0]?.needs).toEqual(['containers.running:a']);
});
