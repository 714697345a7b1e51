import { defineCheck } from '../check.ts';
import { warn } from '../verdict.ts';
import { type AuthExpectation, onAuth } from './instance.ts';
import { evidenceOf, judgeRefused, stepOf, told } from './judge-step.ts';
import { type RefusedCode, refusedCodes } from './step-codes.ts';

type Code = RefusedCode | 'ANY_TOKEN_ACCEPTED' | 'UNUSUAL_STATUS';

/** flask-jwt-extended answers 422 to what is no token at all. */
const USUAL = [401, 403, 422];

/** Whether nonsense in the place of a token is refused. */
export const check = defineCheck<'auth', AuthExpectation, Code>({
  id: 'auth.garbage-token',
  level: 'auth',
  severity: 'error',
  title: 'Nonsense is no token',
  why: 'A guard that only looks whether there is a token lets everybody in who sends one.',
  source: 'RFC 6750 §3.1',
  probe: 'auth',
  codes: {
    ...refusedCodes,
    ANY_TOKEN_ACCEPTED: {
      title: 'Nonsense was accepted as a token',
      cause: 'The guard looks whether a token is there, not whether it is good.',
      fix: 'Verify the token in the guard, and refuse on any error.',
    },
    UNUSUAL_STATUS: {
      title: 'Refused with an unusual status',
      cause:
        'The service answers something else than 401 to a token that is none; clients will not log in anew.',
      fix: 'Answer 401 with error="invalid_token" in WWW-Authenticate.',
    },
  },
  instances: loaded => onAuth(loaded, ['whoami', 'no-token']),
  evaluate(seen) {
    const verdict = judgeRefused(seen, 'garbage-token', 'ANY_TOKEN_ACCEPTED', 'nonsense as a token');
    const step = stepOf(seen, 'garbage-token');
    if (verdict.status !== 'pass' || step.did !== 'answered') return verdict;
    if (step.answer.status < 400 || USUAL.includes(step.answer.status)) return verdict;
    return warn('UNUSUAL_STATUS', verdict.message, {
      expected: '401',
      got: told(step),
      evidence: evidenceOf(step),
    });
  },
});
