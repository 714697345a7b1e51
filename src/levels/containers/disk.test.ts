import { expect, test } from 'vitest';
import { check } from './disk.ts';
import { loadedWith } from './testing.ts';

const GIB = 2 ** 30;
test.each([
  [6, 5, 'pass OK'],
  [5, 5, 'pass OK'],
  [4, 5, 'fail DISK_FULL'],
  [4, 2 * GIB, 'pass OK'],
  [1, 2 * GIB, 'fail DISK_FULL'],
])('containers.disk: %s of 100 GiB free, at least %s, gives %s', (free, wanted, expected) => {
  const room = { path: '/var/lib/docker', totalBytes: 100 * GIB, freeBytes: free * GIB };
  const { status, code } = check.evaluate(room, { free: wanted });
  expect(`${status} ${code}`).toBe(expected);
});

test('containers.disk asks for 5 % unless told otherwise', () => {
  const of = (containers: object) =>
    check.instances(loadedWith({ containers }, { services: ['a'] }))[0]?.expectation;
  expect(of({})).toEqual({ free: 5 });
  expect(of({ disk: { free: 10 } })).toEqual({ free: 10 });
  expect(check.instances(loadedWith())).toEqual([]);
});
