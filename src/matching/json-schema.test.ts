import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ProblemError } from '../model/problem.ts';
import { loadSchema } from './json-schema.ts';

const root = mkdtempSync(join(tmpdir(), 'failsafe-schema-'));
afterAll(() => rmSync(root, { recursive: true }));
const write = (name: string, content: unknown) =>
  writeFileSync(join(root, name), typeof content === 'string' ? content : JSON.stringify(content));

const user = {
  type: 'object',
  required: ['email'],
  properties: { email: { type: 'string', format: 'email' } },
};

describe('a schema', () => {
  test.each([
    'https://json-schema.org/draft/2020-12/schema',
    'http://json-schema.org/draft-07/schema#',
    undefined,
  ])('of dialect %s says where and what', $schema => {
    const judge = loadSchema(root, { $schema, ...user });
    expect(judge({ email: 'a@example.com' })).toEqual([]);
    expect(judge({ email: 'nobody' }).map(({ path, code }) => [path, code])).toEqual([
      ['/email', 'SCHEMA_MISMATCH'],
    ]);
    expect(judge({})[0]?.message).toContain("must have required property 'email'");
    expect(judge(null)).toHaveLength(1);
  });

  test('of 2020-12 knows prefixItems', () => {
    const judge = loadSchema(root, { type: 'array', prefixItems: [{ const: 1 }], items: false });
    expect(judge([1])).toEqual([]);
    expect(judge([1, 2])).toHaveLength(1);
  });

  test('in a file refers to its neighbours', () => {
    write('user.json', user);
    write('list.json', { type: 'array', items: { $ref: './user.json' } });
    expect(loadSchema(root, 'list.json')([{ email: 3 }])[0]?.path).toBe('/0/email');
  });

  test('in a file that changed is read again', () => {
    write('changing.json', { const: 1 });
    expect(loadSchema(root, 'changing.json')(1)).toEqual([]);
    write('changing.json', { const: 'a longer one' });
    expect(loadSchema(root, 'changing.json')(1)).toHaveLength(1);
  });

  test.each<[string, object, unknown, boolean]>([
    ['properties ask for an object', { required: ['id'] }, 'Bad Gateway', false],
    ['properties ask for an object', { properties: { id: { type: 'integer' } } }, [], false],
    ['properties ask for an object', { additionalProperties: false }, {}, true],
    ['items ask for an array', { items: { type: 'integer' } }, { error: 'no' }, false],
    ['items ask for an array', { minItems: 1, items: { type: 'integer' } }, [1], true],
    ['unjudged properties ask for an object', { properties: { a: {} } }, 'a', false],
    ['what is both asks for neither', { minItems: 1, required: ['id'] }, 'a', true],
    ['a type that is named stands', { type: ['object', 'null'], required: ['id'] }, null, true],
    ['a choice of schemas stands', { anyOf: [{ type: 'null' }], properties: { a: false } }, null, true],
    ['no nested schema asks', { type: 'object', properties: { a: { required: ['b'] } } }, { a: null }, true],
    ['nothing at all is asked', { properties: { a: false } }, {}, true],
  ])('%s: %o', (_name, schema, document, holds) => {
    expect(loadSchema(root, schema)(document).length === 0).toBe(holds);
  });

  test('reports every fault', () => {
    const judge = loadSchema(root, { type: 'object', required: ['a', 'b'] });
    expect(judge({})).toHaveLength(2);
  });
});

describe('cannot be used', () => {
  write('broken.json', '{');
  write('lonely.json', { $ref: './nobody.json' });
  test.each<[string, string | object]>([
    ['a file that is not there', 'missing.json'],
    ['a file that is not JSON', 'broken.json'],
    ['a reference to no file', 'lonely.json'],
    ['a misspelt keyword', { type: 'object', requierd: ['a'] }],
    ['an unknown format', { type: 'string', format: 'emial' }],
    ['an unknown dialect', { $schema: 'http://json-schema.org/draft-04/schema#', type: 'object' }],
    ['an empty schema', { $schema: 'https://json-schema.org/draft/2020-12/schema' }],
    ['a list of nothings', { allOf: [{}, { title: 'any' }] }],
    ['definitions that nothing refers to', { $defs: { id: { type: 'integer' } } }],
    ['an invalid keyword value', { type: 'objekt' }],
  ])('%s', (_, reference) => {
    const attempt = () => loadSchema(root, reference);
    expect(attempt).toThrow(ProblemError);
    expect(attempt).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ code: 'CONFIG_JSON_SCHEMA' })] }),
    );
  });
});
