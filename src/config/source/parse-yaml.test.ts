import { describe, expect, test } from 'vitest';
import { createLocator } from './locate.ts';
import { parseYaml } from './parse-yaml.ts';

test.each([
  ['a: 1\nb: [x, {c: null}]', { a: 1, b: ['x', { c: null }] }],
  ['a: &a {x: 1}\nb: *a', { a: { x: 1 }, b: { x: 1 } }],
  ['a: &a {x: 1}\nb: {<<: *a, y: 2}', { a: { x: 1 }, b: { x: 1, y: 2 } }],
  ['yes: no', { yes: 'no' }],
  ['1: x', { 1: 'x' }],
  ['', null],
  ['# nothing', null],
])('%j', (text, expected) => {
  const { value, problems } = parseYaml(text, 'f.yaml');
  expect(problems).toEqual([]);
  expect(value?.of).toEqual(expected);
});

test('an anchor may be used often', () => {
  const text = `a: &a {x: 1}\nb:\n${'  - *a\n'.repeat(500)}`;
  expect(parseYaml(text, 'f.yaml').problems).toEqual([]);
});

describe('what is no YAML', () => {
  test.each([
    ['a:\n\tb: 1', 2, 1],
    ['a: "open\nb: 1', 2, 5],
    ['a: [1, 2\nb: 3', 2, 1],
    ['a: 1\n---\nb: 2', 2, 1],
    ['a: b: c', 1, 4],
    ['a: @x', 1, 4],
    ['a: !secret x', 1, 4],
    ['? [a]\n: b', 1, 3],
    ['a: *none', 1, 4],
    ['a: &a { b: *a }', 1, 12],
    ['a: &a [*a]', 1, 8],
    ['a: {<<: 1}', 1, 5],
  ])('%j', (text, line, column) => {
    const { value, problems } = parseYaml(text, 'f.yaml');
    expect(value).toBeUndefined();
    expect(problems.map(({ code, at }) => [code, at?.line, at?.column])).toEqual([
      ['CONFIG_SYNTAX', line, column],
    ]);
  });
});

test('a duplicate key names both places, and the file is read on', () => {
  const { value, problems } = parseYaml('a: 1\nb: {c: 1, c: 2}\na: 3', 'f.yaml');
  expect(value?.of).toEqual({ a: 3, b: { c: 2 } });
  expect(
    problems.map(({ code, at, message }) => [
      code,
      at?.line,
      at?.column,
      /line \d+, column \d+/.exec(message)?.[0],
    ]),
  ).toEqual([
    ['CONFIG_DUPLICATE_KEY', 2, 11, 'line 2, column 5'],
    ['CONFIG_DUPLICATE_KEY', 3, 1, 'line 1, column 1'],
  ]);
});

test('what stands under a doubled key is kept where it can be judged by itself', () => {
  const { value, doubled } = parseYaml(
    'a: {x: 1, l: [1]}\nb: {c: {d: 1}}\na: {y: 2, l: [2]}\nb: {c: {e: 2}}\ns: 1\ns: 2',
    'f.yaml',
  );
  expect(value?.of).toEqual({ a: { x: 1, y: 2, l: [1, 2] }, b: { c: { e: 2 } }, s: 2 });
  expect(doubled).toEqual([['a', 'l'], ['b', 'c'], ['s']]);
});

describe('places', () => {
  const text = [
    'a: &a', // 1
    '  b: { c: 1 }', // 2
    '  list:', // 3
    '    - x', // 4
    '    - { d: 2 }', // 5
    'merged:', // 6
    '  <<: *a', // 7
    '  own: 1', // 8
    'alias: *a', // 9
    'empty:', // 10
    '"200": y', // 11
  ].join('\r\n');
  const locate = createLocator(parseYaml(text, 'f.yaml').source);
  test.each<[(string | number)[], 'key' | 'value', number, number]>([
    [['a', 'b', 'c'], 'value', 2, 11],
    [['a', 'b', 'c'], 'key', 2, 8],
    [['a', 'list', 0], 'value', 4, 7],
    [['a', 'list', 1, 'd'], 'value', 5, 12],
    [['a', 'list', 1], 'key', 5, 7],
    [['merged', 'own'], 'value', 8, 8],
    [['merged', 'b', 'c'], 'value', 2, 11],
    [['alias'], 'value', 9, 8],
    [['alias', 'b', 'c'], 'value', 2, 11],
    [['empty'], 'value', 10, 1],
    [[200], 'value', 11, 8],
    [['a', 'none', 'deeper'], 'value', 1, 1],
    [[], 'value', 1, 1],
  ])('%j %s', (path, at, line, column) => {
    expect(locate(path, at)).toMatchObject({ line, column });
  });
});

describe('frames', () => {
  const frame = (text: string, path: string[], at: 'key' | 'value' = 'value') =>
    createLocator(parseYaml(text, 'f.yaml').source)(path, at).frame;
  test('the line and a caret', () => {
    expect(frame('a: 1\r\nb: 2\r\n', ['b'])).toBe('b: 2\n   ^');
  });
  test('literal secrets are hidden, and the caret stays where it belongs', () => {
    expect(frame('password: hunter2', ['password'])).toBe('password: [redacted]\n          ^');
    expect(frame('{ api-key: "h u", b: 1 }', ['b'], 'key')).toBe(
      '{ api-key: [redacted], b: 1 }\n                       ^',
    );
    expect(frame('u: https://me:hunter2@x.example', ['u'])).toBe('u: https://me:[redacted]@x.example\n   ^');
  });
  test('what only names a secret is shown', () => {
    expect(frame('password: { env: PASSWORD }', ['password'])).toContain('{ env: PASSWORD }');
    expect(frame('token: $.auth_token', ['token'])).toContain('$.auth_token');
  });
  test('a long line is cut around the caret', () => {
    const text = `{ ${Array.from({ length: 60 }, (_, index) => `key${index}: ${index}`).join(', ')} }`;
    const [line = '', caret = ''] = (frame(text, ['key40'], 'key') ?? '').split('\n');
    expect(line.length).toBeLessThan(115);
    expect(line.slice(caret.indexOf('^')).startsWith('key40: 40')).toBe(true);
  });
});
