import { defineCheck } from '../check.ts';
import { type AuthExpectation, attacking, onAuth } from './instance.ts';
import { judgeRefused, worst } from './judge-step.ts';
import { type RefusedCode, refusedCodes } from './step-codes.ts';

const VARIANTS = ['alg-none', 'alg-None', 'alg-NONE'] as const;

/** Whether a token may say of itself that it is not signed. */
export const check = defineCheck<'auth', AuthExpectation, RefusedCode | 'ALG_NONE_ACCEPTED'>({
  id: 'auth.alg-none',
  level: 'auth',
  severity: 'error',
  title: 'A token that claims to need no signature is refused',
  why: 'alg "none", in any spelling, lets anybody write a token for any user.',
  source: 'ASVS 5.0 9.1.2, RFC 8725 §3.1',
  probe: 'auth',
  codes: {
    ...refusedCodes,
    ALG_NONE_ACCEPTED: {
      title: 'An unsigned token was accepted',
      cause: 'The service takes the algorithm from the token instead of from its own configuration.',
      fix: 'Pass the list of allowed algorithms to the verification, without none.',
    },
  },
  instances: loaded => onAuth(loaded, ['whoami', 'tampered-signature'], attacking),
  evaluate: seen =>
    worst(
      VARIANTS.map(name =>
        judgeRefused(seen, name, 'ALG_NONE_ACCEPTED', `an unsigned token (alg ${name.slice('alg-'.length)})`),
      ),
    ),
});
