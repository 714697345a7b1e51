import { answered, expected, notReached, seen, unanswered } from '../../../tests/support/auth-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './cookie-flags.ts';

const setting = (...cookies: string[]) => seen({ login: answered(200, {}, { cookies, granted: true }) });
const tls = { ...expected, tls: true };

judges(check, expected, [
  ['no cookie', seen(), 'skip SKIPPED'],
  ['no login', seen({ login: notReached() }), 'error NOT_DONE'],
  ['no answer', seen({ login: unanswered() }), 'fail NO_ANSWER'],
  ['all flags', setting('session=x; HttpOnly; Secure; SameSite=Lax'), 'pass OK'],
  ['in lower case', setting('session=x; httponly; secure; samesite=strict'), 'pass OK'],
  ['readable', setting('session=x; Secure; SameSite=Lax'), 'fail NOT_HTTP_ONLY'],
  ['a CSRF token is to be read', setting('XSRF-TOKEN=x; Secure; SameSite=Lax'), 'pass OK'],
  ['no SameSite', setting('session=x; HttpOnly; Secure'), 'fail NO_SAME_SITE'],
  ['SameSite None', setting('session=x; HttpOnly; Secure; SameSite=None'), 'fail NO_SAME_SITE'],
  ['not Secure over HTTPS', setting('session=x; HttpOnly; SameSite=Lax'), 'fail NOT_SECURE', tls],
  ['not Secure over HTTP', setting('session=x; HttpOnly; SameSite=Lax'), 'warn NOT_SECURE'],
  ['the second of two', setting('a=x; HttpOnly; Secure; SameSite=Lax', 'b=y; Secure'), 'fail NOT_HTTP_ONLY'],
  [
    'one that is deleted',
    setting('old=; Max-Age=0', 'older=x; Expires=Thu, 01 Jan 1970 00:00:00 GMT'),
    'skip SKIPPED',
  ],
]);
