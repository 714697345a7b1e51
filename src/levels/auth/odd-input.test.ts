import { expect, test } from 'vitest';
import {
  answered,
  expected,
  loaded,
  notReached,
  page,
  seen,
  unanswered,
} from '../../../tests/support/auth-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './odd-input.ts';

const granted = answered(200, { auth_token: 'a.b.c' }, { granted: true });

judges(check, expected, [
  ['both refused', seen(), 'pass OK'],
  ['bad JSON raises', seen({ 'bad-json': answered(500) }), 'fail SERVER_ERROR'],
  ['an object raises', seen({ 'object-password': answered(500) }), 'fail SERVER_ERROR'],
  ['an object opens', seen({ 'object-password': granted }), 'fail ODD_INPUT_ACCEPTED'],
  ['the server crashes', seen({ 'object-password': unanswered() }), 'fail NO_ANSWER'],
  ['one was not reached', seen({ 'object-password': notReached() }), 'error NOT_DONE'],
  ['a page', seen({ 'bad-json': page() }), 'fail REFUSED_WITH_2XX'],
  ['limited', seen({ 'bad-json': answered(429), 'object-password': answered(429) }), 'skip SKIPPED'],
]);

test('it applies to logins with JSON, unless attacks are off', () => {
  expect(check.instances(loaded())).toHaveLength(1);
  expect(check.instances(loaded({ attacks: false }))).toEqual([]);
  expect(check.instances(loaded({ login: { post: '/login', text: 'user=x' } }))).toEqual([]);
});
