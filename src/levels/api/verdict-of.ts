import { excerpt } from '../../matching/excerpt.ts';
import { isPage } from '../../matching/judge-http-body.ts';
import { type Mismatch, MOST_MISMATCHES, placesOf } from '../../matching/mismatch.ts';
import type { Evidence } from '../../model/json.ts';
import type { HttpAnswer } from '../../model/observations/http.ts';
import type { Fix, Mark, Verdict } from '../../model/verdict.ts';
import { markOf } from '../mark-of.ts';
import { fail, pass, warn } from '../verdict.ts';

const SHOWN = 10;

/** What a report shows of an answer. */
export function evidenceOf(answer: HttpAnswer): Evidence {
  const { url, status, durationMs, remoteAddress, headers, body } = answer;
  return {
    url,
    status,
    durationMs: Math.round(durationMs),
    remoteAddress,
    contentType: headers['content-type'],
    body: excerpt(body) || undefined,
  };
}

/** What answers are told apart by: several checks judge the very same one. */
const marks = new WeakMap<HttpAnswer, { readonly mark: Mark | undefined }>();

function markFor(answer: HttpAnswer): Mark | undefined {
  const known = marks.get(answer);
  if (known !== undefined) return known.mark;
  const page = answer.status < 300 && isPage(answer);
  // A body that stays away is none that it could share with others
  const mark = answer.headOnly ? undefined : markOf({ ...answer, page });
  marks.set(answer, { mark });
  return mark;
}

/** Makes one verdict of all mismatches of an answer: the first one that fails gives the code. */
export function verdictOf<Code extends string>(
  answer: HttpAnswer,
  mismatches: readonly Mismatch<Code>[],
  good: string,
  fixes?: readonly Fix[],
): Verdict<Code> {
  const first = mismatches.find(({ warning }) => !warning) ?? mismatches[0];
  const mark = () => markFor(answer);
  if (first === undefined)
    return pass(good, { status: answer.status, durationMs: Math.round(answer.durationMs) }, mark);
  const messages = mismatches.map(({ message }) => message);
  const many = mismatches.length >= MOST_MISMATCHES ? 'at least ' : '';
  const rest = mismatches.length === 1 ? '' : ` (and ${many}${mismatches.length - 1} more)`;
  return (first.warning ? warn : fail)(first.code, `${first.message}${rest}`, {
    expected: first.expected,
    got: first.got,
    mark,
    evidence: {
      ...evidenceOf(answer),
      at: placesOf(mismatches),
      mismatches: messages.length > 1 ? messages.slice(0, SHOWN) : undefined,
    },
    fixes,
  });
}
