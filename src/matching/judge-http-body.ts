import type { HttpExpectation } from '../config/schema/expectation.ts';
import { formatSize } from '../config/units.ts';
import type { HttpAnswer } from '../model/observations/http.ts';
import { containsSubset } from './contains-subset.ts';
import { excerpt } from './excerpt.ts';
import { type JsonHazard, jsonHazard, MOST_DEPTH } from './json-hazard.ts';
import type { HttpJudgeContext, HttpMismatchCode } from './judge-http.ts';
import { mediaType } from './judge-http-head.ts';
import { match } from './match.ts';
import { matchJson } from './match-json.ts';
import { type Mismatch, mismatch } from './mismatch.ts';

/** Why there is no JSON in a body. */
export type NoJsonCode = 'EMPTY_BODY' | 'NOT_JSON' | 'BODY_TOO_LARGE' | 'JSON_NOT_UTF8' | JsonHazard;

/** Whether the body is to be read as JSON. */
export const readsJson = ({ json, match, schema }: HttpExpectation): boolean =>
  json !== undefined || match !== undefined || schema !== undefined;

/** Whether the declaration asks for JSON, be it by its media type only. */
export const wantsJson = (expectation: HttpExpectation): boolean =>
  readsJson(expectation) || /[/+]json$/i.test(expectation.contentType ?? '');

const HTML_START = /^\s*(<\?xml[^>]{0,200}>\s*)?(<!--[\s\S]{0,500}?-->\s*){0,3}<(!doctype html|html[\s>])/i;
const JSON_START = /^\s*([[{"]|$)/;

/** Whether the answer is an HTML page, as a router's fallback serves for any path. JSON with a wrong media type is none. */
export function isPage(answer: Pick<HttpAnswer, 'headers' | 'body'>): boolean {
  return HTML_START.test(answer.body) || (mediaType(answer) === 'text/html' && !JSON_START.test(answer.body));
}

/** Judges whether a successful answer is the page that a router serves for any path. */
export function judgeNotAPage(answer: HttpAnswer): Mismatch<'SPA_FALLBACK'>[] {
  if (answer.status >= 300 || !isPage(answer)) return [];
  return [
    mismatch('SPA_FALLBACK', 'body', 'the answer of an API', `an HTML page: ${excerpt(answer.body, 80)}`),
  ];
}

/** How the first bytes of a gzip read as text. */
const GZIP = '\u001f\ufffd\b';
const STILL_PACKED = 'gzip: packed twice, or without a Content-Encoding that says so';

const HAZARDS: Readonly<Record<JsonHazard, { readonly expected: string; readonly got: string }>> = {
  JSON_TOO_DEEP: { expected: `JSON of at most ${MOST_DEPTH} levels`, got: 'more levels' },
  JSON_DUPLICATE_KEY: {
    expected: 'JSON whose members have different names',
    got: 'a name twice in one object',
  },
};

/**
 * Judges what JSON is written in: whoever reads it reads UTF-8, and gets an error or other letters (RFC 8259 §8.1).
 *
 * @param parses whether JSON can be read where all that is not UTF-8 was replaced
 */
export function judgeUtf8({ charset, validText }: HttpAnswer, parses: boolean): Mismatch<'JSON_NOT_UTF8'>[] {
  const got = charset ?? (parses && !validText ? 'bytes that are not UTF-8' : undefined);
  return got === undefined ? [] : [mismatch('JSON_NOT_UTF8', 'body', 'JSON in UTF-8', got)];
}

/** The document that a text is; undefined when it is none. */
export function parseJson(text: string): { readonly document: unknown } | undefined {
  try {
    return { document: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** The document in the body, or why there is none. */
export function jsonBody(answer: HttpAnswer): { document: unknown } | { mismatches: Mismatch<NoJsonCode>[] } {
  const is = (code: NoJsonCode, got: string) => ({ mismatches: [mismatch(code, 'body', 'JSON', got)] });
  if (answer.body.trim() === '') return is('EMPTY_BODY', 'an empty body');
  if (answer.cut) return is('BODY_TOO_LARGE', `a body of more than ${formatSize(answer.bytes)}`);
  if (answer.body.startsWith(GZIP)) return is('NOT_JSON', STILL_PACKED);
  const read = parseJson(answer.body);
  const written = judgeUtf8(answer, read !== undefined);
  if (written.length > 0) return { mismatches: written };
  if (!answer.validText) return is('NOT_JSON', 'bytes that are not valid text');
  if (read === undefined) return is('NOT_JSON', excerpt(answer.body, 120));
  const hazard = jsonHazard(answer.body);
  if (hazard === undefined) return read;
  const { expected, got } = HAZARDS[hazard];
  return { mismatches: [mismatch(hazard, 'body', expected, got)] };
}

const inBody = (found: readonly Mismatch[]): Mismatch<'HTTP_BODY_MISMATCH'>[] =>
  found.map(one => ({ ...one, code: 'HTTP_BODY_MISMATCH' as const }));

/** Judges `json` and `match` of a parsed body. */
export function judgeDocument(
  document: unknown,
  expectation: HttpExpectation,
): Mismatch<'HTTP_BODY_MISMATCH'>[] {
  return [
    ...(expectation.json === undefined ? [] : inBody(matchJson(document, expectation.json))),
    ...(expectation.match === undefined ? [] : inBody(containsSubset(document, expectation.match))),
  ];
}

/** Judges `body` as text. */
export function judgeText(
  answer: HttpAnswer,
  { body }: HttpExpectation,
): Mismatch<'BODY_TOO_LARGE' | 'HTTP_BODY_MISMATCH'>[] {
  if (body === undefined) return [];
  if (answer.cut) {
    return [mismatch('BODY_TOO_LARGE', 'body', 'a body that fits', `more than ${formatSize(answer.bytes)}`)];
  }
  return inBody(match(answer.body, body, 'body'));
}

/** Judges all that is declared about the body. */
export function judgeBody(
  answer: HttpAnswer,
  expectation: HttpExpectation,
  { schema }: HttpJudgeContext,
): Mismatch<HttpMismatchCode>[] {
  const text = judgeText(answer, expectation);
  if (!readsJson(expectation)) return text;
  const parsed = jsonBody(answer);
  if ('mismatches' in parsed) return [...text, ...parsed.mismatches];
  if (expectation.schema !== undefined && schema === undefined) {
    throw new TypeError('an expectation with a schema is judged without the schema');
  }
  return [...text, ...judgeDocument(parsed.document, expectation), ...(schema?.(parsed.document) ?? [])];
}
