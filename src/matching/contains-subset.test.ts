import fc from 'fast-check';
import { expect, test } from 'vitest';
import { containsSubset } from './contains-subset.ts';

test.each<[unknown, unknown, string[]]>([
  [{ a: 1, b: 2 }, { a: 1 }, []],
  [{ a: '1' }, { a: 1 }, ['$.a WRONG_TYPE']],
  [{}, { a: null }, ['$.a MISSING']],
  [{ a: { b: [1, 2] } }, { a: { b: [1] } }, ['$.a.b OUT_OF_RANGE']],
  [{ a: [{ b: 1, c: 2 }] }, { a: [{ b: 1 }] }, []],
  [{ a: [{ b: 1 }] }, { a: [{ b: 2 }] }, ['$.a[0].b UNEQUAL']],
  [[], {}, ['$ WRONG_TYPE']],
  [null, {}, ['$ WRONG_TYPE']],
  [{ 'a-b': 1 }, { 'a-b': 2 }, ['$["a-b"] UNEQUAL']],
  [{}, { toString: {} }, ['$.toString MISSING']],
])('%j contains %j: %j', (actual, expected, found) => {
  expect(containsSubset(actual, expected).map(({ path, code }) => `${path} ${code}`)).toEqual(found);
});

test('every value contains itself, and no object contains one with a member more', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), object => {
      expect(containsSubset(object, object)).toEqual([]);
      expect(containsSubset(object, { ...object, 'one more than it has': 1 })).toHaveLength(1);
    }),
  );
});
