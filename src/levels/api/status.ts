import type { HttpExpectation } from '../../config/schema/expectation.ts';
import { excerpt } from '../../matching/excerpt.ts';
import { judgeStatus } from '../../matching/judge-http-head.ts';
import { judgeUndeclared } from '../../matching/judge-undeclared.ts';
import { type Mismatch, mismatch } from '../../matching/mismatch.ts';
import type { HttpAnswer } from '../../model/observations/http.ts';
import type { Fix } from '../../model/verdict.ts';
import { defineCheck } from '../check.ts';
import { REDIRECTS } from '../redirects.ts';
import { isBackendDown } from '../verdict.ts';
import { applied, endpointsOf, needsNoPage } from './endpoints.ts';
import { jsonPages } from './json-pages.ts';
import { ofEach } from './of-each.ts';
import { type Behind, behind } from './upstream.ts';
import { verdictOf } from './verdict-of.ts';

const HINTS: Readonly<Record<number, string>> = {
  400: 'The request is refused as malformed: compare it with what the handler asks for.',
  401: 'The request carries no valid credentials: add them under `headers`, or expect 401.',
  403: 'The credentials are not enough for this path, or the proxy denies it.',
  404: 'The route is missing: in the application, or in the proxy (a `location`, a rewritten prefix).',
  405: 'The route exists, but not for this method.',
  413: 'The body is larger than the proxy allows (`client_max_body_size` in nginx).',
  429: 'The request is rate limited: look less often, or exempt this address.',
};

const LEADS_AWAY =
  'See where it leads: to HTTPS, ask there, or have the proxy pass on X-Forwarded-Proto and the application heed it; to a login, send credentials under `headers`; to a path with or without a final slash, ask for that.';

/** What runs is not down: then the proxy asks for it wrongly. */
const adjust = (service: string, upstreams: readonly string[]): Fix => ({
  text: `If ${upstreams.join(', ')} is well: compare the name and the port by which ${service} asks for it, then have ${service} reload, which may hold an old address.`,
  act: { action: 'restart', service },
});

const REFUSE: Readonly<Record<number, string>> = {
  400: 'Have the handler validate what it is sent, and refuse this.',
  401: 'Have the handler ask for valid credentials before it answers.',
  403: 'Have the handler ask whether these credentials are enough.',
  404: 'Have the handler answer that there is no such thing, instead of making something up.',
};

function fixesFor(
  status: number,
  expected: HttpExpectation['status'],
  { service, upstreams }: Behind,
): Fix[] | undefined {
  const refusal = [expected ?? []].flat().find(one => REFUSE[one] !== undefined);
  if (status < 300 && refusal !== undefined) return [{ text: REFUSE[refusal] ?? '' }];
  const hint = HINTS[status] ?? (REDIRECTS.includes(status) ? LEADS_AWAY : undefined);
  if (hint !== undefined) return [{ text: hint }];
  const readLog = (name: string): Fix => ({
    text: `Read the log of ${name} at this time.`,
    act: { action: 'logs', service: name },
  });
  if (isBackendDown(status)) {
    return service === undefined || upstreams.length === 0
      ? undefined
      : [...upstreams.map(readLog), adjust(service, upstreams)];
  }
  if (status < 500 || service === undefined) return undefined;
  return [...upstreams, service].map(readLog);
}

/** Of a redirect that nobody has declared it is not known whether it is meant: a page of its own, or that of a login. */
function judgeRedirect(
  answer: HttpAnswer,
  { status, headers = {} }: HttpExpectation,
): Mismatch<'REDIRECTED'>[] {
  const isRedirect = answer.status >= 300 && answer.status < 400 && answer.headers.location !== undefined;
  const isMeant =
    status !== undefined || Object.keys(headers).some(name => name.toLowerCase() === 'location');
  if (!isRedirect || isMeant) return [];
  const got = `${answer.status} to ${excerpt(answer.headers.location ?? '', 120)}`;
  return [{ ...mismatch('REDIRECTED', 'status', 'an answer of its own', got), warning: true }];
}

/** An endpoint answers with the status that is declared, or at least with none of an error. */
export const check = defineCheck({
  id: 'api.status',
  level: 'api',
  severity: 'error',
  title: 'The endpoint answers with the right status',
  why: 'The status is the first thing that a client goes by.',
  source: 'RFC 9110 §15',
  probe: 'http',
  codes: {
    HTTP_STATUS: {
      title: 'Another status than declared',
      cause: 'The route, the request or the handler is broken, or the declaration is out of date.',
      fix: 'Look at the body in the evidence and at the log of the service.',
    },
    GATEWAY_ERROR: {
      title: 'The proxy cannot get an answer from what is behind it',
      cause:
        'The service behind the proxy is down (502), refuses work (503), or is too slow (504); or the proxy knows it by an old address.',
      fix: 'Look at the service behind the proxy; if it is well, reload the proxy, which may hold an old address of it.',
    },
    REDIRECTED: {
      title: 'A redirect that is not declared',
      cause: 'The path has moved, or whoever asks is sent to a login.',
      fix: 'If it is meant, declare it: `status: 302` with `headers: { location: … }`. Else ask for the path that it leads to, with credentials.',
    },
    EMPTY_BODY: jsonPages.EMPTY_BODY,
    NOT_JSON: jsonPages.NOT_JSON,
    JSON_NOT_UTF8: jsonPages.JSON_NOT_UTF8,
    ERROR_BODY: {
      title: 'An error that comes with a status of success',
      cause: 'The handler caught an error, or was refused by what it asks, and answers as if all were well.',
      fix: 'Have it answer with a status that says so. If this answer is meant, declare what is in it under `json` of `expect`.',
    },
  },
  instances: loaded =>
    endpointsOf(loaded).map(declared => ({
      ...applied(loaded, declared),
      needs: needsNoPage(declared),
      expectation: {
        expect: declared.endpoint.expect,
        method: declared.method,
        behind: behind(loaded, declared),
      },
    })),
  evaluate: (seen, expectation) =>
    ofEach(seen, answer => {
      const { expect, method, behind: backend } = expectation;
      const { upstreams } = backend;
      const status = judgeStatus(answer, expect).map(one =>
        one.code === 'GATEWAY_ERROR' && upstreams.length > 0
          ? { ...one, message: `${one.message}; behind the proxy: ${upstreams.join(', ')}` }
          : one,
      );
      const found =
        status.length > 0
          ? status
          : [...judgeRedirect(answer, expect), ...judgeUndeclared(answer, expect, method)];
      const fixes = status.length > 0 ? fixesFor(answer.status, expect.status, backend) : undefined;
      return verdictOf(answer, found, `answers with ${answer.status}`, fixes);
    }),
});
