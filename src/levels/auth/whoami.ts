import { defineCheck } from '../check.ts';
import { fail, pass } from '../verdict.ts';
import { parseCookie } from './cookie.ts';
import { type AuthExpectation, onAuth } from './instance.ts';
import { evidenceOf, judgeExpected, stepOf, tellsIdentity, told } from './judge-step.ts';
import { type ExpectedCode, expectedCodes } from './step-codes.ts';

type Code = ExpectedCode | 'OTHER_IDENTITY' | 'SECURE_COOKIE_OVER_HTTP';

/** Whether a session is recognised, as that of the user who opened it. */
export const check = defineCheck<'auth', AuthExpectation, Code>({
  id: 'auth.whoami',
  level: 'auth',
  severity: 'error',
  title: 'The session is recognised as its user’s',
  why: 'A login is worth nothing when the next request is not believed, or is taken for somebody else’s.',
  source: 'RFC 6750 §2.1',
  probe: 'auth',
  codes: {
    ...expectedCodes,
    OTHER_IDENTITY: {
      title: 'The answer does not tell the user who logged in',
      cause: 'The service answers with somebody else’s data, a cached answer, or a constant.',
      fix: 'Look whether a cache in front of the service ignores Authorization, and how the service finds the user.',
    },
    SECURE_COOKIE_OVER_HTTP: {
      title: 'The session cookie is only sent over HTTPS',
      cause: 'The cookie has the flag Secure and the target speaks plain HTTP, so no client sends it back.',
      fix: 'Let `auth.target` be the HTTPS address of the application.',
    },
  },
  instances: loaded => onAuth(loaded, ['login']),
  evaluate(seen, { schemas, tls, scheme }) {
    const step = stepOf(seen, 'whoami');
    const bad = judgeExpected(step, { scheme, schema: schemas.whoami });
    if (bad !== undefined) {
      const login = stepOf(seen, 'login');
      const cookies = login.did === 'answered' ? login.answer.cookies.map(parseCookie) : [];
      const kept = scheme === 'cookie' && !tls && cookies.some(({ secure }) => secure);
      if (!kept || bad.status !== 'fail') return bad;
      return { ...bad, code: 'SECURE_COOKIE_OVER_HTTP' };
    }
    if (step.did !== 'answered' || tellsIdentity(step, seen))
      return pass('the session is recognised as its user’s');
    return fail('OTHER_IDENTITY', `${step.request} does not tell who logged in: ${told(step)}`, {
      expected: `one of ${seen.identity.join(', ')}`,
      got: told(step),
      evidence: evidenceOf(step),
    });
  },
});
