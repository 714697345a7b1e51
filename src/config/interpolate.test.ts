// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these texts are what is tested
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { interpolate } from './interpolate.ts';
import { variablesOf } from './variables.ts';

const environment = variablesOf(
  { NAME: 'shop', EMPTY: '', SECOND: undefined },
  { SECOND: 'two', NAME: 'never' },
);

test.each([
  ['${NAME}', 'shop'],
  ['a${NAME}b${SECOND}', 'ashopbtwo'],
  ['${EMPTY:-x}', 'x'],
  ['${NONE:-}', ''],
  ['${NONE:-a b/c:d}', 'a b/c:d'],
  ['${NAME:-x}', 'shop'],
  ['${NONE:-${NAME}}', 'shop'],
  ['${NONE:-${EMPTY:-${NAME}-x}}y', 'shop-xy'],
  ['${NAME:-${NONE}}', 'shop'],
  ['${NONE:-{"a":{}}}', '{"a":{}}'],
  ['${NONE:-$${NAME}}', '${NAME}'],
  ['$${NAME}', '${NAME}'],
  ['$$${NAME}', '$${NAME}'],
  ['$NAME', '$NAME'],
  ['$.data.users[0]', '$.data.users[0]'],
  ['^\\d+\\$$', '^\\d+\\$$'],
  ['select $1, $$body$$', 'select $1, $$body$$'],
])('%s', (text, expected) => {
  expect(interpolate({ a: [text] }, environment)).toMatchObject({ value: { a: [expected] }, flaws: [] });
});

test.each([
  ['${NONE}', 'CONFIG_UNSET_VARIABLE'],
  ['${EMPTY}', 'CONFIG_UNSET_VARIABLE'],
  ['${NAME', 'CONFIG_INVALID_VALUE'],
  ['${}', 'CONFIG_INVALID_VALUE'],
  ['${A-B}', 'CONFIG_INVALID_VALUE'],
  ['${NAME:?no}', 'CONFIG_INVALID_VALUE'],
  ['${NONE:-${OTHER}}', 'CONFIG_UNSET_VARIABLE'],
  ['${NONE:-${NAME}', 'CONFIG_INVALID_VALUE'],
  ['${NAME:-${x-y}}', 'CONFIG_INVALID_VALUE'],
])('%s is a flaw', (text, code) => {
  const { value, flaws } = interpolate({ a: { b: text } }, environment);
  expect(flaws.map(flaw => [flaw.code, flaw.path])).toEqual([[code, ['a', 'b']]]);
  expect(value).toEqual({ a: { b: text } });
});

test('keys, numbers and the document itself are left alone', () => {
  const document = { '${NAME}': 1, b: true, c: null, d: '${NAME}' };
  expect(interpolate(document, environment).value).toEqual({ ...document, d: 'shop' });
  expect(document.d).toBe('${NAME}');
});

test('a value that looks like a reference is not replaced again', () => {
  expect(interpolate('${A}', variablesOf({ A: '${B}', B: 'x' })).value).toBe('${B}');
});

test('near names are suggested', () => {
  expect(interpolate('${NAEM}', environment).flaws[0]?.fix).toBe('Did you mean "NAME"?');
});

test('says which variables it used, and whether anything changed', () => {
  expect(interpolate(['${NAME}', '${NONE:-x}'], environment)).toMatchObject({
    used: { NAME: 'shop' },
    changed: true,
  });
  expect(interpolate(['$', 'x'], environment)).toMatchObject({ used: {}, changed: false });
});

test('texts without "${" never change', () => {
  fc.assert(
    fc.property(
      fc.jsonValue().filter(value => !JSON.stringify(value).includes('${')),
      value => {
        expect(interpolate(value, environment).value).toEqual(value);
      },
    ),
  );
});
