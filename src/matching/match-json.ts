import type { Matcher } from '../config/schema/expectation.ts';
import { select } from './json-path.ts';
import { match } from './match.ts';
import { MISSING, type Mismatch, type ValueMismatchCode } from './mismatch.ts';

/** Judges a JSON document: each path must select something, and each value it selects must match. */
export function matchJson(
  document: unknown,
  expectation: Readonly<Record<string, Matcher>>,
): Mismatch<ValueMismatchCode>[] {
  return Object.entries(expectation).flatMap(([path, matcher]) => {
    const values = select(document, path);
    if (values.length === 0) return match(MISSING, matcher, path);
    return values.flatMap(value => match(value, matcher, path));
  });
}
