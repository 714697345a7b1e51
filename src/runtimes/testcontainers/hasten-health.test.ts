import { expect, test } from 'vitest';
import { hastenHealthCheck } from './hasten-health.ts';

test.each([
  ['2s', 5, { interval: '1s', retries: 10 }],
  ['1m30s', 2, { interval: '1s', retries: 180 }],
  ['1.5s', 3, { interval: '1s', retries: 5 }],
  [undefined, undefined, { interval: '1s', retries: 90 }],
  ['1s', 4, { interval: '1s', retries: 4 }],
  ['300ms', 4, { interval: '300ms', retries: 4 }],
])('every %s, %s times: may fail as long as before', (interval, retries, expected) => {
  const check = { test: ['CMD', 'true'], timeout: '3s' };
  expect(hastenHealthCheck({ ...check, interval, retries })).toEqual({ ...check, ...expected });
});

test('one that is switched off stays so', () => {
  for (const off of [{ disable: true }, { test: ['NONE'] }, { test: 'NONE' }])
    expect(hastenHealthCheck(off)).toEqual(off);
});
