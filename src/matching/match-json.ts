import type { Matcher } from '../config/schema/expectation.ts';
import { select } from './json-path.ts';
import { match } from './match.ts';
import { MISSING, type Mismatch, MOST_MISMATCHES, type ValueMismatchCode } from './mismatch.ts';

function matchPath(document: unknown, path: string, matcher: Matcher): Mismatch<ValueMismatchCode>[] {
  const values = select(document, path);
  if (values.length === 0) return match(MISSING, matcher, path);
  const found: Mismatch<ValueMismatchCode>[] = [];
  for (const value of values) {
    found.push(...match(value, matcher, path));
    if (found.length >= MOST_MISMATCHES) break;
  }
  return found;
}

/** Judges a JSON document: each path must select something, and each value it selects must match. */
export function matchJson(
  document: unknown,
  expectation: Readonly<Record<string, Matcher>>,
): Mismatch<ValueMismatchCode>[] {
  return Object.entries(expectation).flatMap(([path, matcher]) => matchPath(document, path, matcher));
}
