import { isMap } from '../config/is-map.ts';
import type { HttpExpectation } from '../config/schema/expectation.ts';
import type { HttpAnswer } from '../model/observations/http.ts';
import { excerpt } from './excerpt.ts';
import { judgeUtf8, parseJson, readsJson, wantsJson } from './judge-http-body.ts';
import { mediaType } from './judge-http-head.ts';
import { type Mismatch, mismatch } from './mismatch.ts';

const PAGE_PATH = /^\/(index)?(\.html?)?([?#]|$)|\.html?([?#]|$)/i;
const NO_CONTENT = [204, 205];
/** JSend, what health endpoints say, and what others write in place of a status that says so. */
const FAILED = ['error', 'fail', 'failed', 'failure', 'down', 'unhealthy', 'out_of_service'];
/** What an interpreter prints where it stopped: PHP with display_errors, and Python. */
const DUMPS = [
  /(<b>|^PHP )(Fatal|Parse) error(<\/b>)?:[\s\S]{0,4000}? on line (<b>)?\d+/m,
  /^Traceback \(most recent call last\):\r?\n {2}File "/m,
];

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

const isErrorStatus = (value: unknown): boolean =>
  Number.isInteger(value) && Number(value) >= 400 && Number(value) < 600;

/** What a document says of a failure in words that many applications share; undefined when it says nothing of one. */
function failureIn(document: unknown): string | undefined {
  if (!isMap(document)) return undefined;
  const { status, statusCode, success, ok, error, errors } = document;
  if (typeof status === 'string' && FAILED.includes(status.toLowerCase())) return `status: ${status}`;
  if (isErrorStatus(status)) return `status: ${status}`;
  if (isErrorStatus(statusCode)) return `statusCode: ${statusCode}`;
  if (success === false) return 'success: false';
  if (ok === false) return 'ok: false';
  if (isSaid(error)) return 'error';
  return Array.isArray(errors) && errors.length > 0 ? 'errors' : undefined;
}

/** One document a line, as streams of them are often called JSON. */
const isLines = (text: string): boolean =>
  text
    .trim()
    .split('\n')
    .every(line => parseJson(line) !== undefined);

/** How a text begins that was meant to be JSON, or is a page or a message in its place. A bare word may be an answer of its own. */
const BROKEN_START = /^\s*[[{<]/;

/**
 * Judges a successful answer of whose body nothing is declared: it must not contradict its own status or its own media
 * type. JSON that is empty, or ends in its middle, is no JSON (RFC 8259 §2), and an error that comes with 200 is an error.
 */
export function judgeUndeclared(
  answer: HttpAnswer,
  expectation: HttpExpectation,
  method: string,
): Mismatch<'EMPTY_BODY' | 'NOT_JSON' | 'JSON_NOT_UTF8' | 'ERROR_BODY'>[] {
  const { status, body, cut, validText } = answer;
  const silent = method === 'HEAD' || NO_CONTENT.includes(status);
  if (status < 200 || status >= 300 || silent || cut) return [];
  if (readsJson(expectation) || expectation.body !== undefined) return [];
  const saysJson = /[/+]json$/i.test(mediaType(answer));
  if (saysJson && body.trim() === '')
    return [mismatch('EMPTY_BODY', 'body', 'JSON, as its content type says', 'an empty body')];
  const read = parseJson(body);
  const dump = DUMPS.map(pattern => pattern.exec(body)?.[0]).find(found => found !== undefined);
  const said = dump === undefined ? failureIn(read?.document) : excerpt(dump, 120);
  if (said !== undefined) {
    const got = dump === undefined ? `${said}: ${excerpt(body, 120)}` : said;
    return [mismatch('ERROR_BODY', 'body', `no error, as the status ${status} says`, got)];
  }
  const written = saysJson ? judgeUtf8(answer, read !== undefined) : [];
  if (written.length > 0) return written;
  const broken = saysJson && read === undefined && (!validText || BROKEN_START.test(body));
  if (!broken || isLines(body)) return [];
  return [mismatch('NOT_JSON', 'body', 'JSON, as its content type says', excerpt(body, 120))];
}
