import { expect, test } from 'vitest';
import {
  answered,
  expected,
  loaded,
  notDone,
  notReached,
  seen,
  unanswered,
} from '../../../tests/support/auth-seen.ts';
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
  ['not to be done', seen({ 'no-token': notDone() }), 'skip SKIPPED'],
  ['not reached', seen({ 'no-token': notReached() }), 'error NOT_DONE'],
  ['no answer', seen({ 'no-token': unanswered() }), 'fail NO_ANSWER'],
]);

test('a session in a cookie has no challenge', () => {
  expect(check.instances(loaded())).toHaveLength(1);
  expect(check.instances(loaded({ scheme: 'cookie' }))).toEqual([]);
});
