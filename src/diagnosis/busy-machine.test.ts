import { expect, test } from 'vitest';
import { busyMachine } from './busy-machine.ts';

test.each([
  [0, 2, false],
  [5.9, 2, false],
  [6, 2, true],
  [6, 8, false],
])('a load of %d on %d processors is too much: %s', (load, processors, busy) => {
  expect(busyMachine('users', load, processors) !== undefined).toBe(busy);
});
