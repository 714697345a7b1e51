import { createHash } from 'node:crypto';
import type { Mark } from '../model/verdict.ts';
import { isBackendDown } from './verdict.ts';

/** What an answer is told apart by. */
export interface MarkedAnswer {
  readonly url: string;
  readonly status: number | undefined;
  readonly body: string;
  /** It is the page that a router serves for any path. */
  readonly page: boolean;
}

const COMPARED = 80;

/** What a body begins with, so that it can be compared and not read: it may hold secrets. */
const digest = (body: string) =>
  createHash('sha256').update(body.slice(0, COMPARED)).digest('hex').slice(0, 16);

/**
 * The cause that a bad answer shares with others of its target: nothing answers behind the proxy; the proxy has no route
 * for paths that begin like this one; or something says the same to everybody. A 404 that says something of its own has a
 * cause of its own, and so has an error of the server: two handlers may fail in the same words.
 */
export function markOf({ url, status, body, page }: MarkedAnswer): Mark | undefined {
  if (isBackendDown(status)) return { cause: 'backend-down' };
  const [, first = ''] = new URL(url).pathname.split('/');
  const said = digest(body);
  if (page) return { cause: `page for /${first}` };
  if (status === 404) return { cause: `404 for /${first}: ${said}` };
  if (status === undefined || status >= 300 || body === '') return undefined;
  return { cause: `the same for all: ${said}`, request: url };
}
