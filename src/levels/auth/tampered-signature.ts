import { defineCheck } from '../check.ts';
import { type AuthExpectation, attacking, onAuth } from './instance.ts';
import { judgeRefused, worst } from './judge-step.ts';
import { type RefusedCode, refusedCodes } from './step-codes.ts';

type Code = RefusedCode | 'TOKEN_NOT_VERIFIED' | 'EMPTY_SIGNATURE_ACCEPTED';

/** Whether signatures are looked at. */
export const check = defineCheck<'auth', AuthExpectation, Code>({
  id: 'auth.tampered-signature',
  level: 'auth',
  severity: 'error',
  title: 'A token with a wrong signature is refused',
  why: 'Without the signature anybody can write a token for any user.',
  source: 'ASVS 5.0 9.1.1, RFC 7515 §5.2',
  probe: 'auth',
  codes: {
    ...refusedCodes,
    TOKEN_NOT_VERIFIED: {
      title: 'Tokens are not verified',
      cause:
        'The service decodes the token without checking its signature (decode instead of verify, verify_signature off).',
      fix: 'Verify the signature with the key and the expected algorithm before reading anything from the token.',
    },
    EMPTY_SIGNATURE_ACCEPTED: {
      title: 'A token without a signature was accepted',
      cause: 'The service verifies only when there is something to verify.',
      fix: 'Refuse tokens whose signature is missing; use the library’s verify function as it is.',
    },
  },
  instances: loaded => onAuth(loaded, ['whoami', 'garbage-token'], attacking),
  evaluate: seen =>
    worst([
      judgeRefused(seen, 'tampered-signature', 'TOKEN_NOT_VERIFIED', 'a token with a wrong signature'),
      judgeRefused(seen, 'empty-signature', 'EMPTY_SIGNATURE_ACCEPTED', 'a token with an empty signature'),
    ]),
});
