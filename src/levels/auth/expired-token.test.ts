import {
  answered,
  expected,
  notDone,
  notReached,
  refusals,
  seen,
  unanswered,
} from '../../../tests/support/auth-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './expired-token.ts';

judges(check, expected, [
  ...refusals('expired-token', 'EXPIRED_ACCEPTED'),
  ['the key is unknown', seen({ 'signed-control': notDone() }), 'skip SKIPPED'],
  ['the key was not tried', seen({ 'signed-control': notReached() }), 'error NOT_DONE'],
  ['our own token has no answer', seen({ 'signed-control': unanswered() }), 'fail NO_ANSWER'],
  ['the key is another', seen({ 'signed-control': answered(401) }), 'skip SKIPPED'],
]);
