import type { Matcher } from '../config/schema/expectation.ts';
import { MISSING, type Mismatch, mismatch, show, type ValueMismatchCode } from './mismatch.ts';
import { equals, OPERATORS } from './operators.ts';

const isMap = (matcher: Matcher): matcher is Exclude<Matcher, string | number | boolean | null> =>
  typeof matcher === 'object' && matcher !== null;

/** What a matcher asks for, in words. */
export function describeMatcher(matcher: Matcher): string {
  if (!isMap(matcher)) return show(matcher);
  return Object.entries(matcher)
    .map(([name, operand]) => `${name} ${show(operand)}`)
    .join(' and ');
}

/**
 * Judges one value. A plain value means strict equality, a map means that all its operators hold; nothing is coerced,
 * and a missing value matches nothing but `{ exists: false }`.
 */
export function match(actual: unknown, matcher: Matcher, path = ''): Mismatch<ValueMismatchCode>[] {
  const missing = actual === MISSING || actual === undefined;
  if (!isMap(matcher)) {
    if (missing) return [mismatch('MISSING', path, show(matcher, path), 'nothing')];
    return [equals(actual, matcher as never, path) ?? []].flat();
  }
  const entries = Object.entries(matcher);
  if (entries.length === 0) return [mismatch('NO_MATCH', path, 'at least one operator', 'an empty matcher')];
  if (missing) {
    const met = entries.every(([name, operand]) => name === 'exists' && operand === false);
    return met ? [] : [mismatch('MISSING', path, describeMatcher(matcher), 'nothing')];
  }
  return entries.flatMap(([name, operand]) => {
    const operator = OPERATORS.get(name);
    if (operator === undefined) return [mismatch('NO_MATCH', path, 'a known operator', name)];
    return operator(actual, operand as never, path) ?? [];
  });
}
