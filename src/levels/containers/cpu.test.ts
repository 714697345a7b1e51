import { expect, test } from 'vitest';
import { check } from './cpu.ts';
import { loadedWith } from './testing.ts';

test.each([
  [79.9, 'pass OK'],
  [80, 'fail CPU_HIGH'],
  [180, 'fail CPU_HIGH'],
])('containers.cpu: %s %% below 80 gives %s', (cpuPercent, expected) => {
  const { status, code } = check.evaluate({ memoryBytes: 1, cpuPercent }, { below: 80 });
  expect(`${status} ${code}`).toBe(expected);
});

test('containers.cpu is applied where it is declared', () => {
  const containers = { services: { db: { cpu: { below: 80 } } } };
  expect(check.instances(loadedWith({ containers }, { services: ['users', 'db'] }))).toMatchObject([
    { subject: 'db', expectation: { below: 80 } },
  ]);
});
