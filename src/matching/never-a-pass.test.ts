import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HttpExpectation, Matcher } from '../config/schema/expectation.ts';
import type { Json } from '../model/json.ts';
import type { HttpAnswer } from '../model/observations/http.ts';
import { containsSubset } from './contains-subset.ts';
import { jsonType } from './deep-equal.ts';
import { judgeHttp } from './judge-http.ts';
import { judgeRows } from './judge-rows.ts';
import { match } from './match.ts';
import { matchJson } from './match-json.ts';
import { MISSING } from './mismatch.ts';

const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
const number = fc.integer({ min: -1000, max: 1000 });
const json = fc.jsonValue({ maxDepth: 3 });
const TYPES = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'] as const;

/** Every operator of a matcher but `exists: false`, which asks for absence. */
const OPERATORS: Record<string, fc.Arbitrary<unknown>> = {
  equals: json,
  not: json,
  oneOf: fc.array(json, { minLength: 1, maxLength: 4 }),
  above: number,
  atLeast: number,
  below: number,
  atMost: number,
  contains: json,
  startsWith: fc.string(),
  endsWith: fc.string(),
  matches: fc.constantFrom('', '.*', '^', 'a|'),
  type: fc.constantFrom(...TYPES),
  length: fc.oneof(fc.nat(), fc.record({ atLeast: fc.nat() }), fc.record({ atMost: fc.nat() })),
  exists: fc.constant(true),
};
const operators = fc
  .record(OPERATORS, { requiredKeys: [] })
  .filter(matcher => Object.keys(matcher).length > 0) as fc.Arbitrary<Matcher>;
const matcher: fc.Arbitrary<Matcher> = fc.oneof(scalar, operators);

/** What an operator can be applied to at all. */
const TAKES: readonly [Matcher, readonly string[]][] = [
  [{ above: -1e9 }, ['number']],
  [{ atLeast: -1e9 }, ['number']],
  [{ below: 1e9 }, ['number']],
  [{ atMost: 1e9 }, ['number']],
  [{ startsWith: '' }, ['string']],
  [{ endsWith: '' }, ['string']],
  [{ matches: '' }, ['string']],
  [{ length: { atLeast: 0 } }, ['string', 'array']],
  [{ contains: '' }, ['string', 'array']],
  ...TYPES.map((type): [Matcher, readonly string[]] => [{ type }, [type === 'integer' ? 'number' : type]]),
];

const answer = (more: Partial<HttpAnswer>): HttpAnswer => ({
  url: 'http://127.0.0.1/',
  status: 200,
  headers: { 'content-type': 'application/json' },
  cookies: [],
  body: '{}',
  bytes: 2,
  cut: false,
  validText: true,
  durationMs: 1,
  firstByteMs: 1,
  ...more,
});
/** Expectations that hold of `{"a":1}`, each of which needs the body. */
const readsBody = fc.constantFrom<HttpExpectation>(
  { json: { '$.a': 1 } },
  { json: { '$.missing': { exists: false } } },
  { match: { a: 1 } },
  { match: {} },
  { status: 200, json: { $: { type: 'object' } }, match: { a: 1 } },
);

describe('what is missing', () => {
  test('matches nothing but a wish for absence', () => {
    fc.assert(
      fc.property(matcher, fc.constantFrom(MISSING, undefined), (expected, actual) => {
        expect(match(actual, expected)).not.toEqual([]);
      }),
    );
  });

  test('is a mismatch of any path, whatever else is in the document', () => {
    const path = fc.constantFrom(
      '$.absent',
      '$.absent.a',
      "$['absent'][0]",
      '$..absent',
      '$[?@.absent]',
      '$[999999]',
    );
    const without = json.filter(document => !JSON.stringify(document).includes('absent'));
    fc.assert(
      fc.property(without, path, matcher, (document, where, expected) => {
        expect(matchJson(document, { [where]: expected })).not.toEqual([]);
      }),
    );
  });

  test('is a mismatch of a subset, however deep', () => {
    const keys = fc.array(fc.constantFrom('a', 'b', '__proto__', 'constructor', 'toString', 'length'), {
      minLength: 1,
      maxLength: 4,
    });
    const nest = (path: readonly string[], value: unknown): Json =>
      JSON.parse(
        `${path.map(key => `{${JSON.stringify(key)}:`).join('')}${JSON.stringify(value)}${'}'.repeat(path.length)}`,
      );
    fc.assert(
      fc.property(keys, json, json, (path, value, wanted) => {
        const actual = nest(path, value);
        const expected = nest([...path.slice(0, -1), 'absent'], wanted);
        expect(containsSubset(actual, expected)).not.toEqual([]);
      }),
    );
  });

  test('is a mismatch of rows: no row, or no such column', () => {
    const rows = fc.array(fc.dictionary(fc.constantFrom('id', 'name'), scalar), { maxLength: 4 });
    fc.assert(
      fc.property(rows, matcher, fc.constantFrom('row', 'every'), (found, expected, kind) => {
        expect(judgeRows(found, { [kind]: { absent: expected } })).not.toEqual([]);
      }),
    );
  });
});

describe('the wrong type', () => {
  test('is never equal, and fits no operator that is made for another', () => {
    fc.assert(
      fc.property(json, json, fc.constantFrom(...TAKES), (actual, other, [operator, takes]) => {
        if (jsonType(actual) !== jsonType(other)) {
          expect(match(actual, { equals: other })).not.toEqual([]);
          expect(match(actual, { oneOf: [other] })).not.toEqual([]);
          expect(containsSubset(actual, other)).not.toEqual([]);
        }
        if (!takes.includes(jsonType(actual))) expect(match(actual, operator)).not.toEqual([]);
      }),
    );
  });

  test('is not coerced: no text stands for what it spells', () => {
    fc.assert(
      fc.property(fc.oneof(number, fc.boolean(), fc.constant(null)), value => {
        for (const text of [String(value), ` ${value}`, `0${value}`]) {
          expect(match(text, value)).not.toEqual([]);
          expect(match(text, { oneOf: [value] })).not.toEqual([]);
        }
        expect(match([value], value)).not.toEqual([]);
      }),
    );
  });
});

describe('an answer that is none', () => {
  const broken = fc.oneof(
    fc.constantFrom<Partial<HttpAnswer>>({ body: '' }, { body: ' \n' }, { cut: true }, { validText: false }),
    fc.integer({ min: 400, max: 599 }).map(status => ({ status })),
    fc.string({ minLength: 1 }).map(rest => ({ body: `{"a":1}x${rest}` })),
    fc.integer({ min: 1, max: 6 }).map(length => ({ body: '{"a":1}'.slice(0, length) })),
    fc.constantFrom({ body: '{"a":2,"a":1}' }, { body: `{"a":1,"b":${'['.repeat(999)}${']'.repeat(999)}}` }),
  );

  test('is never a pass of what needs its body', () => {
    fc.assert(
      fc.property(broken, readsBody, (fault, expectation) => {
        expect(judgeHttp(answer({ body: '{"a":1}' }), expectation)).toEqual([]);
        expect(judgeHttp(answer({ body: '{"a":1}', ...fault }), expectation)).not.toEqual([]);
      }),
    );
  });

  test('is never a pass of its headers when they are not there', () => {
    fc.assert(
      fc.property(matcher, expected => {
        expect(judgeHttp(answer({ headers: {} }), { headers: { 'x-absent': expected } })).not.toEqual([]);
      }),
    );
  });
});
