import { defineCheck } from '../check.ts';
import { skip } from '../verdict.ts';
import { type AuthExpectation, attacking, onAuth } from './instance.ts';
import { judgeRefused, judgeUnanswered, stepOf } from './judge-step.ts';
import { type RefusedCode, refusedCodes } from './step-codes.ts';

/** Whether time ends a token. */
export const check = defineCheck<'auth', AuthExpectation, RefusedCode | 'EXPIRED_ACCEPTED'>({
  id: 'auth.expired-token',
  level: 'auth',
  severity: 'error',
  title: 'An expired token is refused',
  why: 'A token that leaked once is good for ever when nobody looks at its expiry.',
  source: 'RFC 7519 §4.1.4, ASVS 5.0 9.2.1',
  probe: 'auth',
  codes: {
    ...refusedCodes,
    EXPIRED_ACCEPTED: {
      title: 'An expired token was accepted',
      cause: 'The verification of exp is switched off, or the token’s claims are read without it.',
      fix: 'Verify exp, with a leeway of seconds at most.',
    },
  },
  instances: loaded => onAuth(loaded, ['whoami', 'garbage-token'], attacking),
  evaluate(seen) {
    const control = stepOf(seen, 'signed-control');
    if (control.did === 'nothing' && control.kind === 'not-applicable')
      return skip(`auth.signingKey makes this possible: ${control.reason}`);
    if (control.did !== 'answered') return judgeUnanswered(control);
    // An expired token that is refused proves nothing when the same key cannot make one that is accepted.
    const accepted = judgeRefused(seen, 'signed-control', 'EXPIRED_ACCEPTED', 'a token of our own');
    if (accepted.code !== 'EXPIRED_ACCEPTED') {
      return skip(
        'a valid token that we signed with auth.signingKey is refused: it is not the key, or tokens are kept',
      );
    }
    return judgeRefused(seen, 'expired-token', 'EXPIRED_ACCEPTED', 'a token that expired an hour ago');
  },
});
