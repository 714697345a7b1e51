import { formatSize } from '../../config/units.ts';
import { excerpt } from '../../matching/excerpt.ts';
import type { HttpAnswer } from '../../model/observations/http.ts';
import { defineCheck } from '../check.ts';
import { markOf } from '../mark-of.ts';
import { fail, isBackendDown, pass } from '../verdict.ts';
import { containerChecks, serviceOf, timeoutOf } from './targets.ts';

/** A page of this size is read to its end; what is longer does not end, or is more than a client waits for. */
const MOST_BYTES = 8 * 2 ** 20;
const codes = {
  GATEWAY_ERROR: {
    title: 'A proxy gets no answer from what is behind it, or the server takes no requests',
    cause:
      'The service behind a proxy is down or unreachable under the name that the proxy uses (502), or too slow (504); or the server takes no requests (503): it is in maintenance, or has too much to do.',
    fix: 'Look at the service behind the proxy, then at the upstream and the timeouts in the proxy; without a proxy, at the log of the server.',
  },
  SERVER_ERROR: {
    title: 'The server fails on its base path',
    cause: 'An exception in the application, or a broken configuration of the server.',
    fix: 'Read the log of the service at this time.',
  },
  BODY_TOO_LARGE: {
    title: 'The answer does not end',
    cause: `The server sends more than ${formatSize(MOST_BYTES)} for its base path: a stream, a loop, or a file in place of a page.`,
    fix: 'Ask for the address with curl and look at what comes; have the server send what it is meant to.',
  },
  REDIRECT_LOOP: {
    title: 'The server sends people in a circle',
    cause:
      'It redirects to the very address that was asked for: mostly an application behind a proxy that ends TLS, which takes the request for plain HTTP and sends it to HTTPS again.',
    fix: 'Have the proxy pass on what people use (nginx: `proxy_set_header X-Forwarded-Proto $scheme;`), and the application heed it: SECURE_PROXY_SSL_HEADER in Django, ProxyFix in Flask, `trust proxy` in Express, assume_ssl in Rails.',
  },
  HTTP_PROTOCOL: {
    title: 'What answers is not HTTP',
    cause: 'The port belongs to another protocol, or TLS is spoken where plain HTTP is expected.',
    fix: 'Correct the port or `tls` of the target.',
  },
};

/** Back to where it came from, with nothing that would tell the next request from this one. */
const isCircle = ({ url, status, headers, cookies }: HttpAnswer): boolean =>
  status >= 300 &&
  status < 400 &&
  cookies.length === 0 &&
  headers.location !== undefined &&
  URL.parse(headers.location, url)?.href === URL.parse(url)?.href;

/** A web target answers in HTTP, to the end of its answer, and not with a fault of its own. */
export const check = defineCheck({
  id: 'connectivity.http',
  level: 'connectivity',
  severity: 'error',
  title: 'The target answers HTTP requests to their end',
  why: 'An open port says that something listens, not that it works; headers say that it began to answer, not that a client ever gets the page. The body is read to its end, for the time and the size that are allowed.',
  source: 'RFC 9112 §6.3, RFC 9110 §15.6',
  probe: 'http',
  codes,
  instances: loaded =>
    Object.values(loaded.webTargets).map(target => ({
      subject: target.name,
      params: { target, method: 'GET', path: '/', maxBytes: MOST_BYTES, everyReplica: true },
      needs: [target.tls ? `connectivity.tls:${target.name}` : `connectivity.tcp:${target.name}`],
      excusedBy: containerChecks(loaded, 'restarts', [serviceOf(target.endpoint)]),
      timeoutMs: timeoutOf(loaded),
      expectation: { service: serviceOf(target.endpoint) },
    })),
  evaluate(answer, { service }) {
    const { status, durationMs, replica } = answer;
    const url = replica === undefined ? answer.url : `${answer.url} (${replica})`;
    const evidence = {
      url: answer.url,
      replica,
      status,
      durationMs: Math.round(durationMs),
      server: answer.headers.server,
    };
    if (status < 500 && answer.cut) {
      const most = formatSize(MOST_BYTES);
      return fail('BODY_TOO_LARGE', `GET ${url} answers with ${status} and more than ${most}`, {
        expected: `an answer of at most ${most}`,
        got: 'more, without an end in sight',
        evidence,
      });
    }
    if (isCircle(answer)) {
      return fail('REDIRECT_LOOP', `GET ${url} answers with ${status} to itself`, {
        expected: 'an answer, or a redirect that leads on',
        got: `${status} to ${answer.headers.location}`,
        mark: markOf({ ...answer, page: false }),
        evidence,
      });
    }
    if (status < 500) return pass(`answers with ${status}`, evidence);
    const code = isBackendDown(status) ? 'GATEWAY_ERROR' : 'SERVER_ERROR';
    return fail(code, `GET ${url} answers with ${status}`, {
      expected: 'a status below 500',
      got: String(status),
      mark: markOf({ ...answer, page: false }),
      evidence: { ...evidence, body: excerpt(answer.body) },
      fixes:
        service === undefined ? undefined : [{ text: codes[code].fix, act: { action: 'logs', service } }],
    });
  },
});
