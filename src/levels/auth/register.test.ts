import { expect, test } from 'vitest';
import { answered, expected, loaded, page, seen, successes } from '../../../tests/support/auth-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { check as login } from './login.ts';
import { check } from './register.ts';

judges(check, expected, [
  ...successes('register', answered(201)),
  [
    'a page of a server that keeps sessions in cookies',
    seen({ register: page() }),
    'pass OK',
    { ...expected, scheme: 'cookie' },
  ],
  [
    'a page, where its text is declared',
    seen({ register: { ...page(), expect: { body: { contains: 'app' } } } }),
    'pass OK',
  ],
]);

test('it applies where a registration is declared, and the login waits for it', () => {
  expect(check.instances(loaded())).toHaveLength(1);
  expect(login.instances(loaded())[0]?.needs).toEqual(['auth.register:web']);
  const account = loaded({ register: undefined, account: { user: { email: 'ada@example.com' } } });
  expect(check.instances(account)).toEqual([]);
  expect(login.instances(account)[0]?.needs).toEqual([]);
});
