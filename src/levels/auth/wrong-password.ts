import { defineCheck } from '../check.ts';
import { warn } from '../verdict.ts';
import { type AuthExpectation, onAuth } from './instance.ts';
import { judgeRefusedLogin } from './judge-login.ts';
import { evidenceOf, isLimited, stepOf, told, worst } from './judge-step.ts';
import { expectedCodes, type RefusedCode, refusedCodes } from './step-codes.ts';

type Code = RefusedCode | 'ANY_PASSWORD_ACCEPTED' | 'UNKNOWN_USER_ACCEPTED' | 'LIMITED';

/** Whether the password matters. */
export const check = defineCheck<'auth', AuthExpectation, Code>({
  id: 'auth.wrong-password',
  level: 'auth',
  severity: 'error',
  title: 'A wrong password and an unknown user are refused',
  why: 'A login that takes any password looks healthy to every check that only logs in.',
  source: 'ASVS 5.0 6.2',
  probe: 'auth',
  codes: {
    ...refusedCodes,
    LIMITED: expectedCodes.LIMITED,
    ANY_PASSWORD_ACCEPTED: {
      title: 'A wrong password was accepted',
      cause:
        'The service does not compare the password, compares it in part or without case, or takes an error of the comparison for a match.',
      fix: 'Compare the password with its hash, and refuse on any other outcome than a match.',
    },
    UNKNOWN_USER_ACCEPTED: {
      title: 'A user who does not exist was let in',
      cause: 'The login creates users, falls back to a default user, or asks nobody.',
      fix: 'Refuse when no user is found.',
    },
  },
  instances: loaded => onAuth(loaded, ['login']),
  evaluate(seen, { scheme }) {
    const refused = (name: 'wrong-password' | 'unknown-user', accepted: Code, what: string) =>
      judgeRefusedLogin(seen, { name, accepted, what, scheme });
    const verdict = worst<Code>([
      refused('wrong-password', 'ANY_PASSWORD_ACCEPTED', 'a wrong password'),
      refused('unknown-user', 'UNKNOWN_USER_ACCEPTED', 'an unknown user'),
    ]);
    const step = stepOf(seen, 'wrong-password');
    if (verdict.status === 'fail' || step.did !== 'answered' || !isLimited(step)) return verdict;
    return warn(
      'LIMITED',
      'the first login with a wrong password was limited (429): what it does was not seen',
      {
        expected: 'a refusal (4xx) of the password',
        got: told(step),
        evidence: evidenceOf(step),
      },
    );
  },
});
