import type { HttpAnswer } from '../../model/observations/http.ts';
import type { Verdict } from '../../model/verdict.ts';

/**
 * Judges each answer to the same request, and says what is wrong with the first that is not well: what one of several
 * containers answers, people get now and then.
 */
export function ofEach<Code extends string>(
  answer: HttpAnswer,
  judge: (answer: HttpAnswer) => Verdict<Code>,
): Verdict<Code> {
  const verdicts = [answer, ...(answer.others ?? [])].map(judge);
  const bad = verdicts.find(({ status }) => status !== 'pass') ?? verdicts[0] ?? judge(answer);
  if (verdicts.every(({ status }) => status === bad.status)) return bad;
  const not = 'not always: it was answered well, too, so one of several containers is not as the others';
  return { ...bad, message: `${bad.message}; ${not}` };
}
