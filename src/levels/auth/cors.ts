import { defineCheck } from '../check.ts';
import { fail, pass } from '../verdict.ts';
import { type AuthExpectation, onAuth } from './instance.ts';
import { type Answered, judgeUnanswered, stepOf, worst } from './judge-step.ts';
import { type ReachCode, reachCodes } from './step-codes.ts';

const ANSWERS = ['cors', 'cors-preflight'] as const;

/** Whether an answer lets pages of the foreign origin that we named read it with the user’s session. */
function opens({ answer }: Answered): boolean {
  const origin = answer.headers['access-control-allow-origin'];
  const credentials = answer.headers['access-control-allow-credentials'];
  return origin !== undefined && origin !== '*' && credentials?.toLowerCase() === 'true';
}

/** Whether other sites can act with a session. */
export const check = defineCheck<'auth', AuthExpectation, ReachCode | 'CORS_REFLECTS'>({
  id: 'auth.cors',
  level: 'auth',
  severity: 'error',
  title: 'Pages of foreign origins cannot use the session',
  why: 'A server that lets every origin in with credentials hands its users’ data to any page they visit.',
  source: 'ASVS 5.0 3.4.2',
  probe: 'auth',
  codes: {
    ...reachCodes,
    CORS_REFLECTS: {
      title: 'Any origin is let in with credentials',
      cause: 'The server repeats the Origin header in Access-Control-Allow-Origin and allows credentials.',
      fix: 'Compare the origin with a list of your own before it is allowed.',
    },
  },
  instances: loaded => onAuth(loaded, ['whoami']),
  evaluate(seen) {
    const steps = ANSWERS.map(name => stepOf(seen, name));
    const open = steps.filter(step => step.did === 'answered').find(opens);
    if (open === undefined) {
      const closed = pass('a foreign origin is not allowed to use credentials');
      return worst(steps.map(step => (step.did === 'answered' ? closed : judgeUnanswered(step))));
    }
    const got = `${open.answer.headers['access-control-allow-origin']} with credentials`;
    return fail('CORS_REFLECTS', `${open.request} allows ${got}`, {
      expected: 'no Access-Control-Allow-Origin for a foreign origin',
      got,
      evidence: { request: open.request, status: open.answer.status },
    });
  },
});
