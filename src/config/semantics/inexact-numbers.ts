import type { Flaw, Path } from '../flaw.ts';
import { isMap } from '../is-map.ts';
import type { FileFacts } from './facts.ts';
import { placedExpectations } from './placed-expectations.ts';

const entriesOf = (value: unknown): [string | number, unknown][] => {
  if (Array.isArray(value)) return [...value.entries()];
  return isMap(value) ? Object.entries(value) : [];
};

function inexactIn(value: unknown, path: Path): { path: Path; value: number }[] {
  if (typeof value === 'number')
    return Number.isInteger(value) && !Number.isSafeInteger(value) ? [{ path, value }] : [];
  return entriesOf(value).flatMap(([key, inner]) => inexactIn(inner, [...path, key]));
}

/** Beyond 2^53 neighbours are the same number, in this file and in an answer (RFC 8259 §6): one would pass for the other. */
export function inexactNumbers({ config }: FileFacts): Flaw[] {
  return placedExpectations(config).flatMap(({ expect, path: start }) =>
    inexactIn(expect, start).map(
      ({ path, value }): Flaw => ({
        code: 'CONFIG_INEXACT_NUMBER',
        path,
        message: 'this number is too large to be told from its neighbours',
        expected: `a whole number of at most ${Number.MAX_SAFE_INTEGER}`,
        got: String(value),
        fix: 'Of a row, write it as a text, in quotes. Of JSON, judge the body as text: body: { matches: \'"id": ?9007199254740993\\b\' }.',
      }),
    ),
  );
}
