import { isPage } from '../../matching/judge-http-body.ts';
import type { AuthAttemptName, AuthObservation, AuthParams } from '../../model/observations/auth.ts';
import type { Verdict } from '../../model/verdict.ts';
import { fail, pass, skip } from '../verdict.ts';
import { evidenceOf, isLimited, judgeUnanswered, stepOf, told } from './judge-step.ts';
import type { RefusedCode } from './step-codes.ts';

/** What is tried, how it is told when it was let in, and how sessions are carried. */
interface Attempt<Code> {
  readonly name: AuthAttemptName;
  readonly accepted: Code;
  readonly what: string;
  readonly scheme: AuthParams['scheme'];
}

/** Judges a login that must be refused. Servers that make pages refuse by showing the form again, with 200. */
export function judgeRefusedLogin<Code extends string>(
  seen: AuthObservation,
  { name, accepted, what, scheme }: Attempt<Code>,
): Verdict<Code | RefusedCode> {
  const step = stepOf(seen, name);
  if (step.did !== 'answered') return judgeUnanswered(step, `a login with ${what}`);
  if (isLimited(step)) return skip(`a login with ${what} was limited (429)`);
  const { status } = step.answer;
  const details = { expected: 'a refusal (4xx)', got: told(step), evidence: evidenceOf(step) };
  if (step.granted) return fail(accepted, `a login with ${what} was accepted`, details);
  if (status >= 500)
    return fail('SERVER_ERROR', `a login with ${what} was answered with ${told(step)}`, details);
  const isForm = step.byForm || (scheme === 'cookie' && isPage(step.answer));
  if (status < 300 && !isForm)
    return fail('REFUSED_WITH_2XX', `a login with ${what} was answered with ${told(step)}`, details);
  return pass(`a login with ${what} was refused with ${status}`, { status });
}
