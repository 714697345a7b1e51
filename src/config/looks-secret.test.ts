import { expect, test } from 'vitest';
import { maskLine } from './looks-secret.ts';
import { showValue } from './structure/show-value.ts';

test.each([
  'password: hunter2',
  'pasword: hunter2',
  'passwrd: "hunter2"',
  'password: [hunter2]',
  'Cookie: "session=hunter2"',
  'Authorization: Bearer hunter2',
  'url: postgres://me:hunter2@db/app',
])('%s is not shown', line => {
  expect(maskLine(line)).not.toContain('hunter2');
});

test.each(['password: { env: DB_PASSWORD }', 'passed: 3', 'padding: 3', 'compass: north'])(
  '%s is shown as it is',
  line => expect(maskLine(line)).toBe(line),
);

test('a value with a password in it is not shown either', () => {
  expect(showValue('postgres://me:hunter2@db/app')).not.toContain('hunter2');
});
