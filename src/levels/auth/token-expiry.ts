import { formatDuration } from '../../config/units.ts';
import { defineCheck } from '../check.ts';
import { fail, pass, skip } from '../verdict.ts';
import { type AuthExpectation, onAuth } from './instance.ts';
import { judgeUnanswered, stepOf } from './judge-step.ts';
import { type ReachCode, reachCodes } from './step-codes.ts';
import { endedBefore } from './token-times.ts';

const YEAR_MS = 365 * 24 * 3600 * 1000;

/** Whether time ends the tokens that are given out. */
export const check = defineCheck<'auth', AuthExpectation, ReachCode | 'NO_EXPIRY' | 'EXPIRED_WHEN_GIVEN'>({
  id: 'auth.token-expiry',
  level: 'auth',
  severity: 'warning',
  title: 'Tokens expire',
  why: 'A token that leaks is good for as long as it lives, and most services can take none back.',
  source: 'RFC 7519 §4.1.4, RFC 9068 §2.2, ASVS 5.0 9.2.1',
  probe: 'auth',
  codes: {
    ...reachCodes,
    NO_EXPIRY: {
      title: 'A token that does not expire',
      cause: 'The token is signed without the claim exp, or with one that is years away.',
      fix: 'Sign tokens with exp, minutes to days ahead, and let people renew them.',
    },
    EXPIRED_WHEN_GIVEN: {
      title: 'A token that has expired when it is given out',
      cause:
        'The clock of the service that signs is behind, or exp is a local time where UTC belongs: who looks at exp refuses the token, and who takes it does not look.',
      fix: 'Set the clocks (NTP) of all services, compute exp in seconds of UTC, and verify it.',
    },
  },
  instances: loaded => onAuth(loaded, ['login']),
  evaluate(seen) {
    const { token, lifetimeMs } = seen;
    const step = stepOf(seen, 'login');
    if (step.did !== 'answered') return judgeUnanswered(step);
    if (token !== 'jwt') return skip('the session is not carried by a JSON Web Token');
    const ended = endedBefore(seen);
    if (ended !== undefined) {
      const late = `it had ended ${ended} before`;
      return fail('EXPIRED_WHEN_GIVEN', `a token was given out when ${late}`, {
        expected: 'an exp that is ahead',
        got: late,
      });
    }
    const got = lifetimeMs === undefined ? 'no exp' : formatDuration(lifetimeMs);
    if (lifetimeMs !== undefined && lifetimeMs < YEAR_MS) return pass(`a token is good for ${got}`);
    const message = lifetimeMs === undefined ? 'the token has no exp' : `a token is good for ${got}`;
    return fail('NO_EXPIRY', message, { expected: 'less than a year', got });
  },
});
