import { defineCheck } from '../check.ts';
import { type AuthExpectation, attacking, onAuth } from './instance.ts';
import { judgeRefused } from './judge-step.ts';
import { type RefusedCode, refusedCodes } from './step-codes.ts';

/** Whether claims that were changed are refused. */
export const check = defineCheck<'auth', AuthExpectation, RefusedCode | 'PAYLOAD_NOT_PROTECTED'>({
  id: 'auth.tampered-payload',
  level: 'auth',
  severity: 'error',
  title: 'A token whose claims were changed is refused',
  why: 'Who may change the claims may be anybody.',
  source: 'ASVS 5.0 9.1.1',
  probe: 'auth',
  codes: {
    ...refusedCodes,
    PAYLOAD_NOT_PROTECTED: {
      title: 'Changed claims were accepted',
      cause:
        'The signature is checked over something else than what is read, or the token is cached by its signature.',
      fix: 'Read the claims from what the verification returns, and from nowhere else.',
    },
  },
  instances: loaded => onAuth(loaded, ['whoami', 'tampered-signature'], attacking),
  evaluate: seen =>
    judgeRefused(seen, 'tampered-payload', 'PAYLOAD_NOT_PROTECTED', 'a token with changed claims'),
});
