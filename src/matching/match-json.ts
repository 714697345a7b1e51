import type { Matcher } from '../config/schema/expectation.ts';
import { entriesWithout, select } from './json-path.ts';
import { match } from './match.ts';
import { MISSING, type Mismatch, MOST_MISMATCHES, type ValueMismatchCode } from './mismatch.ts';

function matchPath(document: unknown, path: string, matcher: Matcher): Mismatch<ValueMismatchCode>[] {
  const values = select(document, path);
  if (values.length === 0) return match(MISSING, matcher, path);
  const found: Mismatch<ValueMismatchCode>[] = [];
  for (const value of values) {
    found.push(...match(value, matcher, path));
    if (found.length >= MOST_MISMATCHES) return found;
  }
  for (const place of entriesWithout(document, path)) {
    found.push(...match(MISSING, matcher, place));
    if (found.length >= MOST_MISMATCHES) break;
  }
  return found;
}

/**
 * Judges a JSON document: each path must select something, and each value it selects must match; of a path through the
 * entries of a list, such as `$.orders[*].id`, each entry must have it.
 */
export function matchJson(
  document: unknown,
  expectation: Readonly<Record<string, Matcher>>,
): Mismatch<ValueMismatchCode>[] {
  return Object.entries(expectation).flatMap(([path, matcher]) => matchPath(document, path, matcher));
}
