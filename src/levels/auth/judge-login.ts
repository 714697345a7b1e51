import type { AuthAttemptName, AuthObservation } from '../../model/observations/auth.ts';
import type { Verdict } from '../../model/verdict.ts';
import { fail, pass, skip } from '../verdict.ts';
import { evidenceOf, isLimited, judgeUnanswered, stepOf, told } from './judge-step.ts';
import type { RefusedCode } from './step-codes.ts';

/** Judges a login that must be refused. */
export function judgeRefusedLogin<Code extends string>(
  seen: AuthObservation,
  name: AuthAttemptName,
  accepted: Code,
  what: string,
): Verdict<Code | RefusedCode> {
  const step = stepOf(seen, name);
  if (step.did !== 'answered') return judgeUnanswered(step, `a login with ${what}`);
  if (isLimited(step)) return skip(`a login with ${what} was limited (429)`);
  const { status } = step.answer;
  const details = { expected: 'a refusal (4xx)', got: told(step), evidence: evidenceOf(step) };
  if (step.granted) return fail(accepted, `a login with ${what} was accepted`, details);
  if (status >= 500)
    return fail('SERVER_ERROR', `a login with ${what} was answered with ${told(step)}`, details);
  if (status < 300)
    return fail('REFUSED_WITH_2XX', `a login with ${what} was answered with ${told(step)}`, details);
  return pass(`a login with ${what} was refused with ${status}`, { status });
}
