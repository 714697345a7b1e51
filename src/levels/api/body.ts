import type { HttpExpectation } from '../../config/schema/expectation.ts';
import { jsonBody, judgeDocument, judgeText } from '../../matching/judge-http-body.ts';
import { defineCheck } from '../check.ts';
import { applied, endpointsOf, needsAnswer } from './endpoints.ts';
import { jsonPages } from './json-pages.ts';
import { ofEach } from './of-each.ts';
import { verdictOf } from './verdict-of.ts';

const declaresBody = ({ json, match, body }: HttpExpectation) =>
  json !== undefined || match !== undefined || body !== undefined;

/** The body of an answer holds the values that are declared. */
export const check = defineCheck({
  id: 'api.body',
  level: 'api',
  severity: 'error',
  title: 'The body holds what is declared',
  why: 'An API can answer 200 and say in the body that it failed.',
  source: 'RFC 9535',
  probe: 'http',
  codes: {
    ...jsonPages,
    HTTP_BODY_MISMATCH: {
      title: 'The body says something else',
      cause:
        'The handler failed and answered all the same, the data is not what it was, or the declaration is out of date.',
      fix: 'Compare the values in the evidence; read the log of the service at this time.',
    },
  },
  instances: loaded =>
    endpointsOf(loaded)
      .filter(({ endpoint: { expect } }) => declaresBody(expect))
      .map(declared => {
        const { name, expect } = declared.endpoint;
        const shape = expect.schema === undefined ? [] : [`api.schema:${name}`];
        return {
          ...applied(loaded, declared),
          needs: [...needsAnswer(declared), ...shape],
          expectation: { expect },
        };
      }),
  evaluate: (seen, { expect }) =>
    ofEach(seen, answer => {
      const text = judgeText(answer, expect);
      const good = 'holds what is declared';
      if (expect.json === undefined && expect.match === undefined) return verdictOf(answer, text, good);
      const parsed = jsonBody(answer);
      const document = 'mismatches' in parsed ? parsed.mismatches : judgeDocument(parsed.document, expect);
      return verdictOf(answer, [...text, ...document], good);
    }),
});
