import { judgeNotAPage } from '../../matching/judge-http-body.ts';
import { defineCheck } from '../check.ts';
import { skip } from '../verdict.ts';
import { applied, endpointsOf, isNoPage } from './endpoints.ts';
import { ofEach } from './of-each.ts';
import { verdictOf } from './verdict-of.ts';

/** The answer of an API is not the page that a router serves for any path. */
export const check = defineCheck({
  id: 'api.not-a-page',
  level: 'api',
  severity: 'error',
  title: 'The API answers, and not the fallback page of the client',
  why: 'A single-page app answers 200 with index.html for every path. When the route to the API is lost, everything that only looks at the status stays green.',
  source: 'RFC 9110 §8.3, §15.5.5',
  probe: 'http',
  codes: {
    SPA_FALLBACK: {
      title: 'An HTML page in place of the API',
      cause:
        'What answers at this address has no route to the API for this path: the fallback of the client answers, or a page that is there for everybody, such as one of maintenance.',
      fix: 'Add the route before the fallback: in a proxy a `location` with `proxy_pass` to the API, in a server of one’s own the handler. If a page is meant, declare `contentType: text/html`.',
    },
  },
  instances: loaded =>
    endpointsOf(loaded)
      .filter(isNoPage)
      .map(declared => ({
        ...applied(loaded, declared),
        needs: declared.endpoint.needs,
        expectation: undefined,
      })),
  evaluate: seen => ofEach(seen, answer => verdictOf(answer, judgeNotAPage(answer), 'is not a page')),
  evaluateError: ({ kind }) => (kind === 'target' ? skip('there is no answer; see api.status') : undefined),
});
