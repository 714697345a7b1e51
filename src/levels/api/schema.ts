import { loadSchema } from '../../matching/json-schema.ts';
import { jsonBody } from '../../matching/judge-http-body.ts';
import { defineCheck } from '../check.ts';
import { applied, endpointsOf, needsAnswer } from './endpoints.ts';
import { jsonPages } from './json-pages.ts';
import { ofEach } from './of-each.ts';
import { verdictOf } from './verdict-of.ts';

/** The body of an answer has the shape that its JSON Schema describes. */
export const check = defineCheck({
  id: 'api.schema',
  level: 'api',
  severity: 'error',
  title: 'The body conforms to its JSON Schema',
  why: 'A member that is renamed or of another type breaks clients that were never deployed together with the API.',
  source: 'JSON Schema 2020-12, draft-07',
  probe: 'http',
  codes: {
    ...jsonPages,
    SCHEMA_MISMATCH: {
      title: 'The body has another shape',
      cause: 'The API changed without its schema, or a row in the database holds what nobody expected.',
      fix: 'Look at the path in the message; mend the API, or change the schema together with its clients.',
    },
  },
  instances: loaded =>
    endpointsOf(loaded).flatMap(declared => {
      const { schema } = declared.endpoint.expect;
      if (schema === undefined) return [];
      return [
        {
          ...applied(loaded, declared),
          needs: needsAnswer(declared),
          expectation: { judge: loadSchema(loaded.root, schema) },
        },
      ];
    }),
  evaluate: (seen, { judge }) =>
    ofEach(seen, answer => {
      const parsed = jsonBody(answer);
      const found = 'mismatches' in parsed ? parsed.mismatches : judge(parsed.document);
      return verdictOf(answer, found, 'conforms to its schema');
    }),
});
