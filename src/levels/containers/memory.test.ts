import { expect, test } from 'vitest';
import { check } from './memory.ts';
import { loadedWith } from './testing.ts';

const MIB = 2 ** 20;
test.each([
  [100, 200, 90, 'pass OK'],
  [180, 200, 90, 'fail MEMORY_HIGH'],
  [199, 200, 90, 'fail MEMORY_HIGH'],
  [100, undefined, 90, 'skip SKIPPED'],
  [100, undefined, 150 * MIB, 'pass OK'],
  [150, undefined, 150 * MIB, 'fail MEMORY_HIGH'],
  [199, 200, 150 * MIB, 'fail MEMORY_HIGH'],
])('containers.memory: %s MiB, limit %s MiB, below %s gives %s', (used, limit, below, expected) => {
  const usage = { memoryBytes: used * MIB, memoryLimitBytes: limit && limit * MIB, cpuPercent: 1 };
  const { status, code } = check.evaluate(usage, { service: 'users', below });
  expect(`${status} ${code}`).toBe(expected);
});

test('containers.memory is applied where it is declared', () => {
  const containers = { services: { db: { memory: { below: 90 } }, migrate: { memory: { below: 90 } } } };
  const loaded = loadedWith(
    { containers, stack: { oneShots: ['migrate'] } },
    { services: ['users', 'db', 'migrate'] },
  );
  expect(check.instances(loaded)).toMatchObject([
    {
      subject: 'db',
      params: { service: 'db' },
      needs: ['containers.running:db'],
      expectation: { below: 90 },
    },
  ]);
});
