import { defineCheck } from '../check.ts';
import { type AuthExpectation, attacking, onAuth } from './instance.ts';
import { judgeRefused } from './judge-step.ts';
import { type RefusedCode, refusedCodes } from './step-codes.ts';

/** Whether a token of somebody else’s key is refused. */
export const check = defineCheck<'auth', AuthExpectation, RefusedCode | 'FOREIGN_KEY_ACCEPTED'>({
  id: 'auth.foreign-key',
  level: 'auth',
  severity: 'error',
  title: 'A token signed with another key is refused',
  why: 'A valid signature means nothing when it may be anybody’s.',
  source: 'ASVS 5.0 9.1.2, 9.1.3',
  probe: 'auth',
  codes: {
    ...refusedCodes,
    FOREIGN_KEY_ACCEPTED: {
      title: 'A token signed with a random key was accepted',
      cause:
        'The service looks at the form of the signature, not at its value, or takes the key from the token.',
      fix: 'Verify with the service’s own key only; never with jwk, jku or x5u from the token.',
    },
  },
  instances: loaded => onAuth(loaded, ['whoami', 'tampered-signature'], attacking),
  evaluate: seen =>
    judgeRefused(seen, 'foreign-key', 'FOREIGN_KEY_ACCEPTED', 'a token signed with another key'),
});
