import { jsonType } from './deep-equal.ts';
import { MISSING, type Mismatch, mismatch, show, type ValueMismatchCode } from './mismatch.ts';

type Members = Record<string, unknown>;
const member = (path: string, key: string) =>
  /^[A-Za-z_]\w*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;

/**
 * Judges whether a JSON value contains another: objects may have more keys, arrays must have equal length, everything
 * else must be equal.
 */
export function containsSubset(
  actual: unknown,
  expected: unknown,
  path = '$',
): Mismatch<ValueMismatchCode>[] {
  if (actual === MISSING || actual === undefined) {
    return [mismatch('MISSING', path, show(expected, path), 'nothing')];
  }
  if (jsonType(actual) !== jsonType(expected)) {
    return [
      mismatch('WRONG_TYPE', path, show(expected, path), `${show(actual, path)} (${jsonType(actual)})`),
    ];
  }
  if (Array.isArray(expected)) {
    const items = actual as readonly unknown[];
    if (items.length !== expected.length) {
      return [mismatch('OUT_OF_RANGE', path, `${expected.length} items`, `${items.length} items`)];
    }
    return expected.flatMap((item, index) => containsSubset(items[index], item, `${path}[${index}]`));
  }
  if (typeof expected === 'object' && expected !== null) {
    const members = actual as Members;
    return Object.entries(expected).flatMap(([key, value]) =>
      containsSubset(Object.hasOwn(members, key) ? members[key] : MISSING, value, member(path, key)),
    );
  }
  return actual === expected ? [] : [mismatch('UNEQUAL', path, show(expected, path), show(actual, path))];
}
