import { hash } from 'node:crypto';
import type { Mark, Verdict } from '../model/verdict.ts';

/** What an answer is told apart by. */
export interface MarkedAnswer {
  readonly url: string;
  readonly status: number | undefined;
  readonly body: string;
  /** It is the page that a router serves for any path. */
  readonly page: boolean;
}

/** No answer, by a proxy that says so or by nobody: what makes a service hang makes it hang for all that need it. */
export const silence: Mark = { cause: 'nothing answers' };

/** What breaks every answer of a server, as a worker that dies of each request, is one cause. The message tells the requests apart. */
export const brokenForAll = ({ code, message }: { code: string; message: string }): Mark => ({
  cause: `the same for all: ${code}`,
  request: message,
});

const unanswered: Mark = { ...silence, passesOn: true };

/** What a proxy says when it gets no answer (502, 504), and what it or an application says when it takes no work (503). */
const UNANSWERED = [502, 504];
const UNAVAILABLE = 503;
/** What a server of files says to a POST: where a route is lost, it comes beside the page that a GET gets. */
const NOT_FOR_FILES = 405;

/** So that bodies can be compared and not read: they may hold secrets. */
const digest = (body: string) => hash('sha256', body, 'hex').slice(0, 16);

/** JSON is written by an application, which speaks for itself. */
const isJson = (body: string) => /^\s*[[{]/.test(body);

/** The mark of a verdict, found where it has not been yet. */
export const markIn = (verdict: Verdict | undefined): Mark | undefined =>
  typeof verdict?.mark === 'function' ? verdict.mark() : verdict?.mark;

/** Whether somebody answered, and not a proxy in the place of whom it did not reach. */
export const isAnswered = (mark: Mark | undefined): boolean => mark?.prefix !== undefined;

/**
 * The cause that a bad answer may share with others of its target: nothing answers behind the proxy; the proxy has no
 * route for paths that begin like this one. Whatever else is answered may come from something that says the same to
 * everybody, or to all whose paths begin alike, which shows when all is known that it says.
 */
export function markOf({ url, status = 0, body, page }: MarkedAnswer): Mark | undefined {
  if (UNANSWERED.includes(status)) return unanswered;
  if (status === UNAVAILABLE && !isJson(body)) return silence;
  const [, first = ''] = new URL(url).pathname.split('/');
  const whole: Mark = { cause: `the same for all: ${status} ${digest(body)}`, request: url, prefix: first };
  if (page || (status === NOT_FOR_FILES && !isJson(body)))
    return { cause: `page for /${first}`, prefix: first, ...(body !== '' && { whole }) };
  if (status === 404 && !isJson(body)) return { cause: `404 for /${first}: ${digest(body)}`, prefix: first };
  return whole;
}
