import { expect, test } from 'vitest';
import {
  answered,
  attempt,
  expected,
  loaded,
  notReached,
  seen,
  unanswered,
} from '../../../tests/support/auth-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './rate-limit.ts';

const failed = attempt('wrong-password', answered(401));
const limited = (headers: Record<string, string>) =>
  attempt('wrong-password', answered(429, {}, { headers }));
const after = (...attempts: (typeof failed)[]) => seen({}, { attempts });

judges(check, expected, [
  ['limited', after(failed, limited({ 'retry-after': '30' })), 'pass OK'],
  ['limited without a word', after(failed, limited({})), 'fail NO_RETRY_AFTER'],
  ['not limited', after(failed, failed, failed), 'fail NOT_LIMITED'],
  ['the account is locked', after(failed, failed, attempt('wrong-password', answered(423))), 'pass OK'],
  ['the account is forbidden', after(failed, attempt('wrong-password', answered(403))), 'pass OK'],
  [
    'each wrong password is forbidden',
    after(attempt('wrong-password', answered(403)), attempt('wrong-password', answered(403))),
    'fail NOT_LIMITED',
  ],
  ['no failed login', after(), 'skip SKIPPED'],
  ['no answer', after(attempt('wrong-password', unanswered())), 'fail NO_ANSWER'],
  ['the time was up', after(failed, failed, attempt('wrong-password', notReached())), 'error NOT_DONE'],
  [
    'limited before the time was up',
    after(limited({ 'retry-after': '30' }), attempt('removed', notReached())),
    'pass OK',
  ],
  ['the last look has no part in it', after(failed, attempt('removed', notReached())), 'fail NOT_LIMITED'],
]);

test('it applies unless switched off', () => {
  expect(check.instances(loaded())).toHaveLength(1);
  expect(check.instances(loaded({ rateLimit: false }))).toEqual([]);
});
