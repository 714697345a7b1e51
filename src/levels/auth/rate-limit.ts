import type { AuthObservation } from '../../model/observations/auth.ts';
import { defineCheck } from '../check.ts';
import { fail, pass, skip } from '../verdict.ts';
import { type AuthExpectation, onAuth } from './instance.ts';
import { isLimited, judgeUnanswered } from './judge-step.ts';
import { type ReachCode, reachCodes } from './step-codes.ts';

const LOCKED = 423;
const FORBIDDEN = 403;

/** At which login with a wrong password the account was locked: it is refused in another way than before. */
function lockedAt({ attempts }: AuthObservation): number | undefined {
  const guesses = attempts.flatMap(({ name, step }) =>
    name === 'wrong-password' && step.did === 'answered' ? [step.answer.status] : [],
  );
  const at = guesses.findIndex(
    status => status === LOCKED || (status === FORBIDDEN && guesses[0] !== FORBIDDEN),
  );
  return at === -1 ? undefined : at + 1;
}

/** Whether guessing passwords is slowed down. */
export const check = defineCheck<'auth', AuthExpectation, ReachCode | 'NOT_LIMITED' | 'NO_RETRY_AFTER'>({
  id: 'auth.rate-limit',
  level: 'auth',
  severity: 'warning',
  title: 'Failed logins are limited',
  why: 'Without a limit passwords can be tried as fast as the server answers.',
  source: 'ASVS 5.0 6.3.1, RFC 6585 §4',
  probe: 'auth',
  codes: {
    ...reachCodes,
    NOT_LIMITED: {
      title: 'No limit within our budget of failed logins',
      cause: 'The service and the proxy limit nothing, or more generously than `auth.budget` can show.',
      fix: 'Limit failed logins per account and per address; if the limit is higher, set `auth.rateLimit: false`.',
    },
    NO_RETRY_AFTER: {
      title: 'A 429 without Retry-After',
      cause: 'The limiter does not say how long to wait, so clients try again at once.',
      fix: 'Add the header Retry-After to every 429.',
    },
  },
  instances: loaded => onAuth(loaded, ['login', 'wrong-password'], auth => auth.rateLimit !== false),
  evaluate(seen) {
    const attempts = seen.attempts.filter(({ name }) => name !== 'removed').map(({ step }) => step);
    const tried = attempts.filter(step => step.did === 'answered');
    const limited = tried.find(isLimited);
    if (limited === undefined) {
      const cut = attempts.find(({ did }) => did === 'nothing' || (did === 'failed' && tried.length === 0));
      if (cut !== undefined && cut.did !== 'answered') return judgeUnanswered(cut, 'a failed login');
      if (tried.length === 0) return skip('no failed login was tried');
      const locked = lockedAt(seen);
      if (locked !== undefined) return pass(`the account is locked at wrong password ${locked}`);
      return fail('NOT_LIMITED', `${tried.length} failed logins, and no limit`, {
        expected: '429 with Retry-After',
        got: 'no 429',
        evidence: { attempts: tried.length },
      });
    }
    const after = limited.answer.headers['retry-after'];
    const message = `limited at failed login ${tried.length}`;
    if (after !== undefined) return pass(`${message}, Retry-After: ${after}`, { attempts: tried.length });
    return fail('NO_RETRY_AFTER', `${message}, without Retry-After`, {
      expected: 'Retry-After',
      got: 'no such header',
    });
  },
});
