import { expect, test } from 'vitest';
import { nextLook } from './waker.ts';

test.for([
  ['an interval after the last was due', 1_000_000, 1_000_400, 1_030_000],
  ['soon, when the cycle has taken longer than that', 1_000_000, 1_045_000, 1_046_000],
  ['an interval from now, when the clock was set back by an hour', 5_000_000, 1_400_000, 1_430_000],
] as const)('the next look follows %s', ([, last, now, next]) => {
  expect(nextLook(last, 30_000, now)).toBe(next);
});
