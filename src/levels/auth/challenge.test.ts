import { expect, test } from 'vitest';
import { answered, expected, loaded, notDone, seen } from '../../../tests/support/auth-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './challenge.ts';

judges(check, expected, [
  ['there', seen(), 'pass OK'],
  ['missing', seen({ 'no-token': answered(401) }), 'fail NO_CHALLENGE'],
  [
    'empty',
    seen({ 'no-token': answered(401, {}, { headers: { 'www-authenticate': '' } }) }),
    'fail NO_CHALLENGE',
  ],
  ['a 403 needs none', seen({ 'no-token': answered(403) }), 'skip SKIPPED'],
  ['not done', seen({ 'no-token': notDone() }), 'skip SKIPPED'],
]);

test('a session in a cookie has no challenge', () => {
  expect(check.instances(loaded())).toHaveLength(1);
  expect(check.instances(loaded({ scheme: 'cookie' }))).toEqual([]);
});
