import { defineCheck } from '../check.ts';
import { REDIRECTS } from '../redirects.ts';
import { fail, pass } from '../verdict.ts';
import { timeoutOf } from './targets.ts';

/** What is asked for, and where the redirect really leads: a relative location counts as both. */
function locations(location: string, url: string): string[] {
  return URL.canParse(location, url) ? [location, new URL(location, url).href] : [location];
}

/** A page redirects to where it should, such as from HTTP to HTTPS. */
export const check = defineCheck({
  id: 'connectivity.redirect',
  level: 'connectivity',
  severity: 'error',
  title: 'The redirect leads where it should',
  why: 'Without the redirect to HTTPS people send their passwords in clear text, and nobody notices.',
  source: 'RFC 9110 §15.4',
  probe: 'http',
  codes: {
    NOT_REDIRECTED: {
      title: 'No redirect',
      cause: 'The server serves the page itself, or fails.',
      fix: 'Add the redirect to the server, e.g. `return 301 https://$host$request_uri;` in nginx.',
    },
    REDIRECT_ELSEWHERE: {
      title: 'The redirect leads elsewhere',
      cause: 'The server builds the location from another scheme, host or port than the one people use.',
      fix: 'Correct the location; behind a proxy pass on the scheme and the host (X-Forwarded-Proto, Host).',
    },
  },
  instances: loaded =>
    (loaded.config.connectivity?.redirects ?? []).flatMap(({ target: name, path = '/', to }) => {
      const target = loaded.webTargets[name];
      if (target === undefined) return [];
      return [
        {
          subject: path === '/' ? name : `${name}${path}`,
          params: { target, method: 'GET', path },
          needs: [target.tls ? `connectivity.tls:${name}` : `connectivity.tcp:${name}`],
          timeoutMs: timeoutOf(loaded),
          expectation: { to },
        },
      ];
    }),
  evaluate({ status, headers, url }, { to }) {
    const location = headers.location;
    const evidence = { url, status, location };
    if (!REDIRECTS.includes(status) || location === undefined) {
      return fail('NOT_REDIRECTED', `${url} answers with ${status} and no redirect`, {
        expected: `a redirect to ${to}`,
        got: String(status),
        evidence,
      });
    }
    if (locations(location, url).some(candidate => candidate.startsWith(to))) {
      return pass(`redirects to ${location}`, evidence);
    }
    return fail('REDIRECT_ELSEWHERE', `${url} redirects to ${location}`, {
      expected: `a location that starts with ${to}`,
      got: location,
      evidence,
    });
  },
});
