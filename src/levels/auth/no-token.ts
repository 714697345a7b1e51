import { defineCheck } from '../check.ts';
import { warn } from '../verdict.ts';
import { type AuthExpectation, onAuth } from './instance.ts';
import { evidenceOf, judgeRefused, stepOf, told } from './judge-step.ts';
import { type RefusedCode, refusedCodes } from './step-codes.ts';

type Code = RefusedCode | 'OPEN_TO_ALL' | 'UNUSUAL_STATUS';

const USUAL = [401, 403];

/** Whether somebody without a session is refused. */
export const check = defineCheck<'auth', AuthExpectation, Code>({
  id: 'auth.no-token',
  level: 'auth',
  severity: 'error',
  title: 'Without a session nobody is let in',
  why: 'A route that forgot its guard serves everybody.',
  source: 'RFC 6750 §3, RFC 9110 §15.5.2',
  probe: 'auth',
  codes: {
    ...refusedCodes,
    OPEN_TO_ALL: {
      title: 'Somebody without a session was let in',
      cause: 'The route has no guard, or a default user is assumed.',
      fix: 'Require authentication on this route.',
    },
    UNUSUAL_STATUS: {
      title: 'Refused with an unusual status',
      cause:
        'The service answers something else than 401 to a request without a session; clients will not ask for a login.',
      fix: 'Answer 401 with WWW-Authenticate.',
    },
  },
  instances: loaded => onAuth(loaded, ['whoami']),
  evaluate(seen) {
    const verdict = judgeRefused(seen, 'no-token', 'OPEN_TO_ALL', 'somebody without a session');
    const step = stepOf(seen, 'no-token');
    if (verdict.status !== 'pass' || step.did !== 'answered') return verdict;
    if (step.answer.status < 400 || USUAL.includes(step.answer.status)) return verdict;
    return warn('UNUSUAL_STATUS', verdict.message, {
      expected: '401',
      got: told(step),
      evidence: evidenceOf(step),
    });
  },
});
