import { judgeHeaders } from '../../matching/judge-http-head.ts';
import { defineCheck } from '../check.ts';
import { applied, endpointsOf, needsAnswer } from './endpoints.ts';
import { ofEach } from './of-each.ts';
import { verdictOf } from './verdict-of.ts';

/** An endpoint answers with the headers and the media type that are declared. */
export const check = defineCheck({
  id: 'api.headers',
  level: 'api',
  severity: 'error',
  title: 'The headers of the answer are as declared',
  why: 'Clients parse by media type, cache by headers and are let in by CORS headers.',
  source: 'RFC 9110 §8.3',
  probe: 'http',
  codes: {
    HTTP_HEADER: {
      title: 'A header is missing or has another value',
      cause:
        'The handler does not set it, or a proxy removes or replaces it (`add_header` in an inner `location` drops the outer ones).',
      fix: 'Ask the service directly to see which of the two it is.',
    },
    CONTENT_TYPE: {
      title: 'Another media type than declared',
      cause: 'The handler does not say what it sends, or something else answered.',
      fix: 'Set the Content-Type where the answer is made.',
    },
  },
  instances: loaded =>
    endpointsOf(loaded)
      .filter(({ endpoint: { expect } }) => expect.headers !== undefined || expect.contentType !== undefined)
      .map(declared => ({
        ...applied(loaded, declared),
        needs: needsAnswer(declared),
        expectation: { expect: declared.endpoint.expect },
      })),
  evaluate: (seen, { expect }) =>
    ofEach(seen, answer => verdictOf(answer, judgeHeaders(answer, expect), 'has the declared headers')),
});
