import type { HttpExpectation } from '../config/schema/expectation.ts';
import { formatDuration } from '../config/units.ts';
import type { HttpAnswer } from '../model/observations/http.ts';
import { excerpt } from './excerpt.ts';
import { match } from './match.ts';
import { MISSING, type Mismatch, mismatch } from './mismatch.ts';

const GATEWAY = [502, 503, 504];

/** `text/html` of `Text/HTML; charset=utf-8`; empty when there is none. */
export function mediaType(answer: Pick<HttpAnswer, 'headers'>): string {
  return (answer.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

const isRedirect = (status: number) => status >= 300 && status < 400;

/** Judges the status code; where none is declared it must be below 400. 502, 503 and 504 that were not asked for are the word of a proxy about what is behind it. */
export function judgeStatus(
  answer: HttpAnswer,
  { status }: Pick<HttpExpectation, 'status'>,
): Mismatch<'HTTP_STATUS' | 'GATEWAY_ERROR'>[] {
  const allowed = status === undefined ? [] : [status].flat();
  if (status === undefined ? answer.status < 400 : allowed.includes(answer.status)) return [];
  const said = excerpt(answer.body, 120);
  const { location } = answer.headers;
  const leads = isRedirect(answer.status) && location !== undefined ? ` to ${excerpt(location, 120)}` : '';
  const got = `${answer.status}${leads}${said === '' || leads !== '' ? '' : ` with ${said}`}`;
  const code = GATEWAY.includes(answer.status) ? 'GATEWAY_ERROR' : 'HTTP_STATUS';
  return [mismatch(code, 'status', allowed.join(' or ') || 'a status below 400', got)];
}

/** Judges headers and media type. */
export function judgeHeaders(
  answer: HttpAnswer,
  { headers = {}, contentType }: Pick<HttpExpectation, 'headers' | 'contentType'>,
): Mismatch<'HTTP_HEADER' | 'CONTENT_TYPE'>[] {
  const found: Mismatch<'HTTP_HEADER' | 'CONTENT_TYPE'>[] = Object.entries(headers).flatMap(
    ([name, matcher]) =>
      match(answer.headers[name.toLowerCase()] ?? MISSING, matcher, `header ${name}`).map(one => ({
        ...one,
        code: 'HTTP_HEADER' as const,
      })),
  );
  const type = mediaType(answer);
  if (contentType !== undefined && type !== contentType.toLowerCase()) {
    found.push(mismatch('CONTENT_TYPE', 'header content-type', contentType, type || 'no content type'));
  }
  return found;
}

/** Judges the response time; between `warn` and `fail` it is a warning. */
export function judgeLatency(
  answer: Pick<HttpAnswer, 'durationMs'>,
  { latency }: Pick<HttpExpectation, 'latency'>,
): Mismatch<'HTTP_SLOW'>[] {
  const over = (limit: number | undefined) => limit !== undefined && answer.durationMs > limit;
  function slow(limit = 0) {
    const [most, took] = [formatDuration(limit), formatDuration(answer.durationMs)];
    const exactly = took === most ? `${Math.ceil(answer.durationMs)} ms` : took;
    return mismatch('HTTP_SLOW', 'response time', `at most ${most}`, exactly);
  }
  if (over(latency?.fail)) return [slow(latency?.fail)];
  return over(latency?.warn) ? [{ ...slow(latency?.warn), warning: true }] : [];
}
