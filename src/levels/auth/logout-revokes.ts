import { defineCheck } from '../check.ts';
import { warn } from '../verdict.ts';
import { type AuthExpectation, onAuth } from './instance.ts';
import { evidenceOf, judgeExpected, judgeRefused, stepOf, told } from './judge-step.ts';
import { type ExpectedCode, expectedCodes, type RefusedCode, refusedCodes } from './step-codes.ts';

type Code = ExpectedCode | RefusedCode | 'LOGOUT_INEFFECTIVE' | 'NO_ENDPOINT';

const NO_ENDPOINT = [404, 405, 501];

/** Whether a session ends when its user says so. */
export const check = defineCheck<'auth', AuthExpectation, Code>({
  id: 'auth.logout-revokes',
  level: 'auth',
  severity: 'error',
  title: 'After the logout the session is over',
  why: 'Who logs out on a shared computer, or because a token leaked, relies on it.',
  source: 'ASVS 5.0 7.4.1',
  probe: 'auth',
  codes: {
    ...expectedCodes,
    ...refusedCodes,
    LOGOUT_INEFFECTIVE: {
      title: 'The session goes on after the logout',
      cause:
        'Tokens carry all that is needed and the service keeps no list of revoked ones, or only the cookie was deleted.',
      fix: 'Keep a list of revoked token ids until they expire, or a counter per user in the token.',
    },
    NO_ENDPOINT: {
      title: 'There is no logout',
      cause: 'The path of `auth.logout` does not exist in the service, or not with this method.',
      fix: 'Correct `auth.logout`, or build the endpoint.',
    },
  },
  instances: loaded => onAuth(loaded, ['whoami', 'no-token'], auth => auth.logout !== undefined),
  evaluate(seen, { scheme, schemas }) {
    const logout = stepOf(seen, 'logout');
    if (logout.did === 'answered' && NO_ENDPOINT.includes(logout.answer.status)) {
      return warn('NO_ENDPOINT', `${logout.request} answered ${told(logout)}`, {
        expected: 'a logout',
        got: told(logout),
        evidence: evidenceOf(logout),
      });
    }
    return (
      judgeExpected(logout, { scheme, schema: schemas.logout }) ??
      judgeRefused(seen, 'whoami-after-logout', 'LOGOUT_INEFFECTIVE', 'a session that was logged out')
    );
  },
});
