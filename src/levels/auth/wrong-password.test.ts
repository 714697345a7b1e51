import {
  answered,
  expected,
  notDone,
  notReached,
  page,
  seen,
  unanswered,
} from '../../../tests/support/auth-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './wrong-password.ts';

const granted = answered(200, { auth_token: 'a.b.c' }, { granted: true });

judges(check, expected, [
  ['both refused', seen(), 'pass OK'],
  ['refused with 404', seen({ 'wrong-password': answered(404), 'unknown-user': answered(404) }), 'pass OK'],
  ['a wrong password', seen({ 'wrong-password': granted }), 'fail ANY_PASSWORD_ACCEPTED'],
  ['an unknown user', seen({ 'unknown-user': granted }), 'fail UNKNOWN_USER_ACCEPTED'],
  [
    'an error with 200',
    seen({ 'wrong-password': answered(200, { status: 'fail' }) }),
    'fail REFUSED_WITH_2XX',
  ],
  ['a page', seen({ 'wrong-password': page() }), 'fail REFUSED_WITH_2XX'],
  ['an exception', seen({ 'unknown-user': answered(500) }), 'fail SERVER_ERROR'],
  ['no answer', seen({ 'wrong-password': unanswered() }), 'fail NO_ANSWER'],
  ['limited at the second', seen({ 'unknown-user': answered(429) }), 'pass OK'],
  ['both limited', seen({ 'wrong-password': answered(429), 'unknown-user': answered(429) }), 'warn LIMITED'],
  ['the first limited, the other refused', seen({ 'wrong-password': answered(429) }), 'warn LIMITED'],
  [
    'the first limited, the other let in',
    seen({ 'wrong-password': answered(429), 'unknown-user': granted }),
    'fail UNKNOWN_USER_ACCEPTED',
  ],
  ['not to be tried', seen({ 'wrong-password': notDone(), 'unknown-user': notDone() }), 'skip SKIPPED'],
  ['not reached', seen({ 'wrong-password': notReached(), 'unknown-user': notReached() }), 'error NOT_DONE'],
  ['one was not reached', seen({ 'unknown-user': notReached() }), 'error NOT_DONE'],
  [
    'one was not reached, the other is wrong',
    seen({ 'wrong-password': notReached(), 'unknown-user': granted }),
    'fail UNKNOWN_USER_ACCEPTED',
  ],
]);
