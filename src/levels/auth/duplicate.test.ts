import {
  answered,
  expected,
  notDone,
  notReached,
  seen,
  unanswered,
} from '../../../tests/support/auth-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './duplicate.ts';

judges(check, expected, [
  ['conflict', seen(), 'pass OK'],
  ['bad request', seen({ duplicate: answered(400) }), 'pass OK'],
  ['created', seen({ duplicate: answered(201) }), 'fail DUPLICATE_ACCEPTED'],
  ['an exception', seen({ duplicate: answered(500) }), 'fail SERVER_ERROR'],
  ['no answer', seen({ duplicate: unanswered() }), 'fail NO_ANSWER'],
  ['limited', seen({ duplicate: answered(429) }), 'skip SKIPPED'],
  ['not reached', seen({ duplicate: notReached() }), 'error NOT_DONE'],
  ['not to be done', seen({ duplicate: notDone() }), 'skip SKIPPED'],
]);
