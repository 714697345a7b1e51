import type { HttpExpectation } from '../config/schema/expectation.ts';
import type { HttpAnswer } from '../model/observations/http.ts';
import type { SchemaJudge } from './json-schema.ts';
import { judgeBody, judgeNotAPage, wantsJson } from './judge-http-body.ts';
import { judgeHeaders, judgeLatency, judgeStatus } from './judge-http-head.ts';
import type { Mismatch } from './mismatch.ts';

/** Codes of {@link Mismatch}es between an answer and what was expected of it. */
export type HttpMismatchCode =
  | 'HTTP_STATUS'
  | 'GATEWAY_ERROR'
  | 'HTTP_HEADER'
  | 'CONTENT_TYPE'
  | 'SPA_FALLBACK'
  | 'EMPTY_BODY'
  | 'NOT_JSON'
  | 'BODY_TOO_LARGE'
  | 'JSON_NOT_UTF8'
  | 'JSON_TOO_DEEP'
  | 'JSON_DUPLICATE_KEY'
  | 'HTTP_BODY_MISMATCH'
  | 'SCHEMA_MISMATCH'
  | 'HTTP_SLOW';

/** What the judgement needs beyond the declaration: it reads no files. */
export interface HttpJudgeContext {
  /** From `loadSchema`; needed when the expectation has a `schema`. */
  readonly schema?: SchemaJudge;
}

/**
 * Judges an answer by a whole `expect`. What was not declared is not judged, save that without `status` an answer of
 * 400 and above is a failure. Of an answer with the wrong status, or of a router's fallback page, only that is told. A mismatch with `warning` is only a warning.
 */
export function judgeHttp(
  answer: HttpAnswer,
  expectation: HttpExpectation,
  context: HttpJudgeContext = {},
): Mismatch<HttpMismatchCode>[] {
  const status = judgeStatus(answer, expectation);
  if (status.length > 0) return status;
  const page = wantsJson(expectation) ? judgeNotAPage(answer) : [];
  if (page.length > 0) return page;
  return [
    ...judgeHeaders(answer, expectation),
    ...judgeBody(answer, expectation, context),
    ...judgeLatency(answer, expectation),
  ];
}
