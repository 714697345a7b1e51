import { expected, notReached, seen, unanswered } from '../../../tests/support/auth-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './token-expiry.ts';

const HOUR_MS = 3_600_000;

judges(check, expected, [
  ['no login', seen({ login: notReached() }), 'error NOT_DONE'],
  ['no answer', seen({ login: unanswered() }), 'fail NO_ANSWER'],
  ['an hour', seen({}, { lifetimeMs: HOUR_MS }), 'pass OK'],
  ['an hour that was over', seen({}, { lifetimeMs: HOUR_MS, endsInMs: -HOUR_MS }), 'fail EXPIRED_WHEN_GIVEN'],
  ['months', seen({}, { lifetimeMs: 2000 * HOUR_MS }), 'pass OK'],
  ['ten years', seen({}, { lifetimeMs: 87_600 * HOUR_MS }), 'fail NO_EXPIRY'],
  ['for ever', seen({}, { lifetimeMs: undefined }), 'fail NO_EXPIRY'],
  ['a token that is kept by the server', seen({}, { token: 'opaque' }), 'skip SKIPPED'],
  ['a cookie', seen({}, { token: 'cookie' }), 'skip SKIPPED'],
]);
