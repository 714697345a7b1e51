import { expect, test } from 'vitest';
import { answered, expected, loaded, refusals, seen, successes } from '../../../tests/support/auth-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './logout-revokes.ts';

judges(check, expected, [
  ...successes('logout', answered(200)),
  ...refusals('whoami-after-logout', 'LOGOUT_INEFFECTIVE'),
  ['no such path', seen({ logout: answered(404) }), 'warn NO_ENDPOINT'],
  ['no such method', seen({ logout: answered(405) }), 'warn NO_ENDPOINT'],
]);

test('it applies where a logout is declared', () => {
  expect(check.instances(loaded())).toHaveLength(1);
  expect(check.instances(loaded({ logout: undefined }))).toEqual([]);
});
