import { isMap } from '../../config/is-map.ts';
import type { AuthRequest, CsrfSource } from '../../model/observations/auth.ts';
import type { HttpAnswer } from '../../model/observations/http.ts';
import { ProbeError } from '../../model/probe-error.ts';
import { tagsOf } from '../html-tags.ts';
import { documentOf, type Sending } from './perform.ts';

function inPage(html: string, name: string): string | undefined {
  const tag = tagsOf(html, ['input', 'meta']).find(({ attributes }) => attributes.name === name);
  return tag?.attributes.value ?? tag?.attributes.content;
}

function inBody(answer: HttpAnswer, name: string): string | undefined {
  const document = documentOf(answer);
  const value = isMap(document) ? document[name] : inPage(answer.body, name);
  return typeof value === 'string' ? value : undefined;
}

const decoded = (text: string) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

function tokenIn(answer: HttpAnswer, { cookie, field = '' }: CsrfSource, { visitor }: Sending) {
  if (cookie === undefined) return inBody(answer, field);
  const value = visitor.cookie(cookie);
  return value === undefined ? undefined : decoded(value);
}

/**
 * Asks for the token that a request must carry, as the same visitor, and gives what the request is then sent with.
 *
 * @throws ProbeError `target` NO_CSRF_TOKEN when the answer has none
 */
export async function fetchCsrf(
  { csrf }: AuthRequest,
  sending: Sending,
  signal: AbortSignal,
): Promise<Sending> {
  if (csrf === undefined) return sending;
  const headers = { accept: 'text/html, application/json, */*;q=0.5', 'user-agent': 'failsafe' };
  const answer = await sending.visitor.send(
    { method: 'GET', path: csrf.path, headers: { ...headers, ...sending.carried } },
    signal,
  );
  const token = tokenIn(answer, csrf, sending);
  if (token === undefined || token === '') {
    const where = csrf.cookie === undefined ? `field ${csrf.field}` : `cookie ${csrf.cookie}`;
    const message = `GET ${csrf.path} answered ${answer.status} without the ${where}`;
    throw new ProbeError('target', 'NO_CSRF_TOKEN', message);
  }
  sending.visitor.keepSecret(token);
  // As a browser does: over HTTPS some frameworks believe only requests that name the page
  const carried = { referer: answer.url, ...sending.carried };
  return { ...sending, carried, variables: { ...sending.variables, csrf: token } };
}
