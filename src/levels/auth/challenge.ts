import { defineCheck } from '../check.ts';
import { fail, pass, skip } from '../verdict.ts';
import { type AuthExpectation, onAuth } from './instance.ts';
import { evidenceOf, judgeUnanswered, stepOf } from './judge-step.ts';
import { type ReachCode, reachCodes } from './step-codes.ts';

/** Whether a refusal says how to log in. */
export const check = defineCheck<'auth', AuthExpectation, ReachCode | 'NO_CHALLENGE'>({
  id: 'auth.challenge',
  level: 'auth',
  severity: 'warning',
  title: 'A refusal says how to authenticate',
  why: 'A 401 must carry WWW-Authenticate; clients and proxies rely on it to know what to do.',
  source: 'RFC 9110 §11.6.1, RFC 6750 §3',
  probe: 'auth',
  codes: {
    ...reachCodes,
    NO_CHALLENGE: {
      title: 'A 401 without WWW-Authenticate',
      cause: 'The service builds its refusals by hand.',
      fix: 'Add the header `WWW-Authenticate: Bearer` to every 401.',
    },
  },
  instances: loaded => onAuth(loaded, ['no-token'], ({ scheme }) => scheme !== 'cookie'),
  evaluate(seen, { scheme }) {
    const step = stepOf(seen, 'no-token');
    if (step.did !== 'answered') return judgeUnanswered(step);
    const { status, headers } = step.answer;
    if (status !== 401) return skip(`the refusal is a ${status}, which needs no challenge`);
    const challenge = headers['www-authenticate'];
    if (challenge !== undefined && challenge !== '') return pass(`the refusal says: ${challenge}`);
    return fail('NO_CHALLENGE', `${step.request} answered 401 without WWW-Authenticate`, {
      expected: `WWW-Authenticate: ${scheme}`,
      got: 'no such header',
      evidence: evidenceOf(step),
    });
  },
});
