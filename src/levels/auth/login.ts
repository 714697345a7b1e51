import { defineCheck } from '../check.ts';
import { markOf } from '../mark-of.ts';
import { fail, pass } from '../verdict.ts';
import { type AuthExpectation, onAuth } from './instance.ts';
import { evidenceOf, judgeExpected, stepOf, told } from './judge-step.ts';
import { type ExpectedCode, expectedCodes } from './step-codes.ts';

/** Whether somebody with the right password gets a session. */
export const check = defineCheck<'auth', AuthExpectation, ExpectedCode | 'NO_TOKEN'>({
  id: 'auth.login',
  level: 'auth',
  severity: 'error',
  title: 'The right password opens a session',
  why: 'Everything behind the login is out of reach for everybody when it fails.',
  probe: 'auth',
  codes: {
    ...expectedCodes,
    NO_TOKEN: {
      title: 'The login went well but gave no token',
      cause:
        'The answer has no text where `auth.token` points, or sets no cookie where the scheme is cookie.',
      fix: 'Compare `auth.token` and `auth.scheme` with what the service answers.',
    },
  },
  instances: loaded => onAuth(loaded, loaded.config.auth?.register === undefined ? [] : ['register']),
  evaluate(seen, { scheme, schemas }) {
    const step = stepOf(seen, 'login');
    const bad = judgeExpected(step, { scheme, schema: schemas.login });
    if (bad !== undefined || step.did !== 'answered') return bad ?? pass('');
    if (step.granted) return pass(`the login gave a ${seen.token === 'jwt' ? 'JSON Web Token' : 'session'}`);
    return fail(
      'NO_TOKEN',
      `${step.request} answered ${told(step)}, without ${scheme === 'cookie' ? 'a cookie' : 'a token'}`,
      {
        expected: scheme === 'cookie' ? 'a Set-Cookie header' : 'a token',
        got: told(step),
        evidence: evidenceOf(step),
        mark: markOf({ ...step.answer, page: false }),
      },
    );
  },
});
