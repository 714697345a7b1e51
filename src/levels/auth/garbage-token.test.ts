import { answered, expected, refusals, seen } from '../../../tests/support/auth-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './garbage-token.ts';

judges(check, expected, [
  ...refusals('garbage-token', 'ANY_TOKEN_ACCEPTED'),
  ['unprocessable', seen({ 'garbage-token': answered(422) }), 'pass OK'],
  ['a bad request', seen({ 'garbage-token': answered(400) }), 'warn UNUSUAL_STATUS'],
]);
