import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonHazard, MOST_DEPTH } from './json-hazard.ts';

describe('a JSON text', () => {
  test.each<[string, string | undefined]>([
    ['{"a":1,"b":{"a":2},"c":[{"a":3},{"a":4}]}', undefined],
    ['{"a":1,"a":1}', 'JSON_DUPLICATE_KEY'],
    ['{"a":1 , "\\u0061" : 2}', 'JSON_DUPLICATE_KEY'],
    ['[{"x":{"b":1},"y":[],"x":2}]', 'JSON_DUPLICATE_KEY'],
    ['{"a":"a","b":"a"}', undefined],
    ['["a","a"]', undefined],
    ['{"a\\\\":1,"a":2}', undefined],
    ['{"a":"\\"a\\":1, {"}', undefined],
    ['{"__proto__":1,"constructor":2}', undefined],
    ['"{[{["', undefined],
  ])('%s: %s', (text, expected) => {
    expect(JSON.parse(text)).toBeDefined();
    expect(jsonHazard(text)).toBe(expected);
  });

  test.each([
    [MOST_DEPTH, undefined],
    [MOST_DEPTH + 1, 'JSON_TOO_DEEP'],
    [300_000, 'JSON_TOO_DEEP'],
  ])('of %i levels: %s', (depth, expected) => {
    expect(jsonHazard('['.repeat(depth) + ']'.repeat(depth))).toBe(expected);
    const objects = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    expect(jsonHazard(objects)).toBe(expected);
  });

  test('that was written by a machine has none, and one whose member comes again has', () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { minKeys: 1 });
    fc.assert(
      fc.property(object, fc.integer({ min: 0, max: 3 }), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(jsonHazard(text)).toBeUndefined();
        const [name = ''] = Object.keys(value);
        const again = `${text.slice(0, text.lastIndexOf('}'))},${JSON.stringify(name)}:0}`;
        expect(jsonHazard(again)).toBe('JSON_DUPLICATE_KEY');
      }),
    );
  });
});
