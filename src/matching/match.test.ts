import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Matcher } from '../config/schema/expectation.ts';
import { match } from './match.ts';
import { matchJson } from './match-json.ts';
import { MISSING } from './mismatch.ts';

const codes = (actual: unknown, matcher: Matcher) => match(actual, matcher).map(({ code }) => code);

describe('one operator', () => {
  test.each<[unknown, Matcher, string[]]>([
    [123, 123, []],
    ['00123', 123, ['UNEQUAL']],
    ['123', 123, ['UNEQUAL']],
    [123, '123', ['UNEQUAL']],
    [0, false, ['UNEQUAL']],
    ['', null, ['UNEQUAL']],
    [null, null, []],
    [MISSING, null, ['MISSING']],
    [undefined, null, ['MISSING']],
    [{ a: [1] }, { equals: { a: [1] } }, []],
    [{ a: [1], b: 2 }, { equals: { a: [1] } }, ['UNEQUAL']],
    [{ a: 1 }, { equals: { b: 1 } }, ['UNEQUAL']],
    [[1, 2], { equals: [2, 1] }, ['UNEQUAL']],
    [1, { not: 2 }, []],
    [2, { not: 2 }, ['UNEQUAL']],
    [MISSING, { not: 2 }, ['MISSING']],
    ['b', { oneOf: ['a', 'b'] }, []],
    ['c', { oneOf: ['a', 'b'] }, ['UNEQUAL']],
    [4, { above: 3 }, []],
    [3, { above: 3 }, ['OUT_OF_RANGE']],
    ['4', { above: 3 }, ['WRONG_TYPE']],
    [3, { atLeast: 3 }, []],
    [2, { atLeast: 3 }, ['OUT_OF_RANGE']],
    [2, { below: 3 }, []],
    [3, { below: 3 }, ['OUT_OF_RANGE']],
    [null, { below: 3 }, ['WRONG_TYPE']],
    [3, { atMost: 3 }, []],
    [4, { atMost: 3 }, ['OUT_OF_RANGE']],
    ['pong!', { contains: 'ong' }, []],
    ['pong!', { contains: 'ping' }, ['NO_MATCH']],
    ['12', { contains: 1 }, ['WRONG_TYPE']],
    [[1, { a: 2 }], { contains: { a: 2 } }, []],
    [[1, 2], { contains: '1' }, ['NO_MATCH']],
    [{ a: 1 }, { contains: 'a' }, ['WRONG_TYPE']],
    ['pong', { startsWith: 'po' }, []],
    ['pong', { startsWith: 'ng' }, ['NO_MATCH']],
    ['pong', { endsWith: 'ng' }, []],
    [['pong'], { endsWith: 'pong' }, ['WRONG_TYPE']],
    ['a1', { matches: '^[a-z]\\d$' }, []],
    ['a', { matches: '\\d' }, ['NO_MATCH']],
    [1, { matches: '1' }, ['WRONG_TYPE']],
    [1, { type: 'integer' }, []],
    [1.5, { type: 'integer' }, ['WRONG_TYPE']],
    [1.5, { type: 'number' }, []],
    [null, { type: 'object' }, ['WRONG_TYPE']],
    [[], { type: 'object' }, ['WRONG_TYPE']],
    [[], { type: 'array' }, []],
    ['😀', { length: 1 }, []],
    [[1, 2], { length: { atLeast: 3 } }, ['OUT_OF_RANGE']],
    [[1, 2], { length: { atMost: 2 } }, []],
    [{ length: 2 }, { length: 2 }, ['WRONG_TYPE']],
    [null, { exists: true }, []],
    [MISSING, { exists: true }, ['MISSING']],
    [MISSING, { exists: false }, []],
    [null, { exists: false }, ['UNEXPECTED']],
    [MISSING, { exists: false, equals: 1 }, ['MISSING']],
    [1, {}, ['NO_MATCH']],
    [1, { abov: 0 } as Matcher, ['NO_MATCH']],
  ])('%j by %j gives %j', (actual, matcher, expected) => expect(codes(actual, matcher)).toEqual(expected));

  test('says what was expected and what was there', () => {
    expect(match('x', { above: 3 }, '$.a')[0]?.message).toBe(
      '$.a: expected a number above 3, got "x" (string)',
    );
  });
});

describe('properties', () => {
  const held: fc.Arbitrary<[unknown, Matcher]> = fc.oneof(
    fc.integer().map((n): [unknown, Matcher] => [n, { atLeast: n }]),
    fc.string({ minLength: 1 }).map((s): [unknown, Matcher] => [s, { contains: s }]),
    fc.jsonValue().map((v): [unknown, Matcher] => [v, { equals: v }]),
  );
  const broken: fc.Arbitrary<(actual: unknown) => Matcher> = fc.constantFrom(
    (actual: unknown) => ({ not: actual }),
    () => ({ oneOf: ['a value that nobody generates'] }),
    () => ({ exists: false }),
    (actual: unknown) => ({ type: (actual === null ? 'boolean' : 'null') as 'null' }),
  );

  test('two operators of which one fails are never a pass', () => {
    fc.assert(
      fc.property(held, broken, ([actual, holds], breaks) => {
        const both = { ...(holds as object), ...(breaks(actual) as object) };
        expect(match(actual, holds)).toEqual([]);
        expect(match(actual, both).length).toBeGreaterThan(0);
      }),
    );
  });

  test('a value of another type never equals', () => {
    fc.assert(
      fc.property(fc.integer(), number => {
        expect(match(String(number), number)).toHaveLength(1);
        expect(match(`00${number}`, { equals: number })).toHaveLength(1);
        expect(match(String(number), { atLeast: number - 1 })).toHaveLength(1);
        expect(match([number], number)).toHaveLength(1);
      }),
    );
  });

  const matcher: fc.Arbitrary<Matcher> = fc.oneof(
    fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
    fc.record(
      {
        equals: fc.jsonValue(),
        not: fc.jsonValue(),
        oneOf: fc.array(fc.jsonValue(), { minLength: 1 }),
        below: fc.integer(),
        contains: fc.jsonValue(),
        exists: fc.constant(true),
        length: fc.nat(),
      },
      { requiredKeys: [] },
    ) as fc.Arbitrary<Matcher>,
  );

  test('a path that selects nothing is never a pass', () => {
    fc.assert(
      fc.property(fc.jsonValue(), matcher, (document, expected) => {
        expect(matchJson(document, { '$.no_such_member_anywhere': expected }).length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('a document', () => {
  const document = {
    data: { users: [{ id: 1 }, { id: 2 }] },
    empty: [],
    mixed: [{ id: 1 }, { name: 'without' }, null],
    by: { ada: { id: 1 }, count: 1 },
  };
  test.each<[Record<string, Matcher>, string[]]>([
    [{ '$.data.users[*].id': { above: 0 } }, []],
    [{ '$.data.users[*].id': { above: 1 } }, ['OUT_OF_RANGE']],
    [{ '$.data.users[*].id': 1 }, ['UNEQUAL']],
    [{ '$.empty[*]': { above: 0 } }, ['MISSING']],
    [{ '$.empty[*]': { exists: false } }, []],
    [{ '$.data.users[?@.id == 3]': { exists: true } }, ['MISSING']],
    [{ '$.data.users': { length: 2 }, '$.data.count': 2 }, ['MISSING']],
    [{ '$.mixed[*].id': { above: 0 } }, ['MISSING', 'MISSING']],
    [{ '$.mixed[*].id': { exists: true } }, ['MISSING', 'MISSING']],
    [{ '$.mixed[*].error': { exists: false } }, []],
    [{ '$.mixed[?@.id].id': { above: 0 } }, []],
    [{ '$.mixed[1:].id': { above: 0 } }, ['MISSING']],
    [{ '$.mixed[0,1].id': { above: 0 } }, ['MISSING']],
    [{ '$..id': { above: 0 } }, []],
    [{ '$.by[*].id': { above: 0 } }, []],
  ])('by %j gives %j', (expectation, expected) => {
    expect(matchJson(document, expectation).map(({ code }) => code)).toEqual(expected);
  });

  test('in which entries lack something is told which ones', () => {
    const found = matchJson(document, { '$.mixed[*].id': { above: 0 } });
    expect(found.map(({ message }) => message)).toEqual([
      '$.mixed[1].id: expected above 0, got nothing',
      '$.mixed[2].id: expected above 0, got nothing',
    ]);
  });
});
