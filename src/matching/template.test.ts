import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fill, fillText, UnknownVariableError, unique } from './template.ts';

const variables = { id: 3, user: { email: 'a@example.com', __proto__: 1 }, 'user.name': 'flat', none: null };

test.each<[unknown, unknown]>([
  ['/users/{{id}}', '/users/3'],
  ['{{id}}', 3],
  [
    { a: ['x {{ user.email }}'], b: 1 },
    { a: ['x a@example.com'], b: 1 },
  ],
  ['{{user.name}}', 'flat'],
  ['{{none}}', null],
  ['{ {id}} }}{{', '{ {id}} }}{{'],
  [Object.assign(Object.create(null), { a: '{{id}}' }), { a: 3 }],
  [undefined, undefined],
])('%j becomes %j', (template, filled) => expect(fill(template, variables)).toEqual(filled));

test('text stays text', () => expect(fillText('{{id}}', variables)).toBe('3'));

test.each(['{{nobody}}', '{{user.phone}}', '{{id.x}}', '{{toString}}', '{{user.constructor}}'])(
  '%s is refused',
  template => expect(() => fill({ deep: [template] }, variables)).toThrow(UnknownVariableError),
);

test('what a variable holds is not filled in again', () => {
  expect(fill('{{a}}', { a: '{{b}}', b: 'x' })).toBe('{{b}}');
});

test('a text without placeholders is left alone', () => {
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      fc.pre(!JSON.stringify(value).includes('{{'));
      expect(fill(value, {})).toEqual(value);
    }),
  );
});

test('unique values are short, lower case and differ', () => {
  const many = Array.from({ length: 10_000 }, unique);
  expect(new Set(many).size).toBe(many.length);
  for (const one of many) expect(one).toMatch(/^[a-z][a-z0-9]{11}$/);
});
