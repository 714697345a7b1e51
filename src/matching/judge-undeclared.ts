import { isMap } from '../config/is-map.ts';
import type { HttpExpectation } from '../config/schema/expectation.ts';
import type { HttpAnswer } from '../model/observations/http.ts';
import { excerpt } from './excerpt.ts';
import { readsJson, wantsJson } from './judge-http-body.ts';
import { mediaType } from './judge-http-head.ts';
import { type Mismatch, mismatch } from './mismatch.ts';

const PAGE_PATH = /^\/(index)?(\.html?)?([?#]|$)|\.html?([?#]|$)/i;
const NO_CONTENT = [204, 205];
/** JSend, and what others write in place of a status that says so. */
const FAILED = ['error', 'fail', 'failed', 'failure'];

/**
 * Whether an HTML page cannot be what is meant as an answer. Where nothing is said of the body it still cannot: a
 * single-page app answers 200 with a page for every path.
 */
export function mustNotBeAPage(expectation: HttpExpectation, path: string): boolean {
  if (wantsJson(expectation)) return true;
  const names = Object.keys(expectation.headers ?? {}).map(name => name.toLowerCase());
  const saysWhat =
    expectation.contentType !== undefined || expectation.body !== undefined || names.includes('content-type');
  return !saysWhat && !PAGE_PATH.test(path);
}

const isSaid = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.length > 0
    : value !== undefined && value !== null && value !== false && value !== '';

/** What a document says of a failure in words that many applications share; undefined when it says nothing of one. */
function failureIn(text: string): string | undefined {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isMap(document)) return undefined;
  const { status, success, ok, error, errors } = document;
  if (typeof status === 'string' && FAILED.includes(status.toLowerCase())) return `status: ${status}`;
  if (success === false) return 'success: false';
  if (ok === false) return 'ok: false';
  if (isSaid(error)) return 'error';
  return Array.isArray(errors) && errors.length > 0 ? 'errors' : undefined;
}

/**
 * Judges a successful answer of whose body nothing is declared: it must not contradict its own status. JSON that is
 * empty is no JSON (RFC 8259 §2), and an error that comes with 200 is an error.
 */
export function judgeUndeclared(
  answer: HttpAnswer,
  expectation: HttpExpectation,
  method: string,
): Mismatch<'EMPTY_BODY' | 'ERROR_BODY'>[] {
  const { status, body, cut } = answer;
  const silent = method === 'HEAD' || NO_CONTENT.includes(status);
  if (status < 200 || status >= 300 || silent || cut) return [];
  if (readsJson(expectation) || expectation.body !== undefined) return [];
  if (!/[/+]json$/i.test(mediaType(answer))) return [];
  if (body.trim() === '')
    return [mismatch('EMPTY_BODY', 'body', 'JSON, as its content type says', 'an empty body')];
  const said = failureIn(body);
  if (said === undefined) return [];
  return [
    mismatch(
      'ERROR_BODY',
      'body',
      `no error, as the status ${status} says`,
      `${said}: ${excerpt(body, 120)}`,
    ),
  ];
}
