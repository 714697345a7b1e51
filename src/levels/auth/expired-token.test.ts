import { answered, expected, notDone, refusals, seen } from '../../../tests/support/auth-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './expired-token.ts';

judges(check, expected, [
  ...refusals('expired-token', 'EXPIRED_ACCEPTED'),
  ['the key is unknown', seen({ 'signed-control': notDone() }), 'skip SKIPPED'],
  ['the key is another', seen({ 'signed-control': answered(401) }), 'skip SKIPPED'],
]);
