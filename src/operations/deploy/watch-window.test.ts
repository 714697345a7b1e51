import { expect, test } from 'vitest';
import type { CheckResult } from '../../model/result.ts';
import { watchWindow } from './watch-window.ts';

/** Looks that see these checks red, one list a look; the last one goes on. */
const watched = (looks: readonly (readonly string[])[], before: readonly string[] = []) => {
  let nth = 0;
  return watchWindow({
    check: async () => {
      const red = looks[Math.min(nth++, looks.length - 1)] ?? [];
      return { red: red.map(id => ({ id }) as CheckResult), green: 1 };
    },
    windowMs: 0,
    before: new Set(before),
    signal: new AbortController().signal,
    tell: () => undefined,
  });
};

test.concurrent.each<[string, readonly (readonly string[])[], readonly string[], number, readonly string[]]>([
  ['well at once', [[]], [], 1, []],
  ['one bad look is looked at again', [['a'], []], [], 2, []],
  ['twice bad', [['a'], ['a', 'b']], [], 2, ['a', 'b']],
  ['bad by turns, and then well', [['a'], ['b'], []], [], 3, []],
  ['red before, too', [['a']], ['a'], 1, []],
])('%s', async (_, looks, before, count, red) => {
  const seen = await watched(looks, before);
  expect({ looks: seen.looks, red: seen.red.map(({ id }) => id) }).toEqual({ looks: count, red });
});
