import { isPage } from '../../matching/judge-http-body.ts';
import { defineCheck } from '../check.ts';
import { markOf } from '../mark-of.ts';
import { fail, pass } from '../verdict.ts';
import { applied, endpointsOf, needsAnswer } from './endpoints.ts';
import { evidenceOf } from './verdict-of.ts';

/** Not allowed, no such route, or not implemented at all. */
const REFUSALS = [405, 404, 501];

/** An endpoint refuses the methods that it is not made for. */
export const check = defineCheck({
  id: 'api.refuses',
  level: 'api',
  severity: 'error',
  title: 'The endpoint refuses the method',
  why: 'A method that is answered by accident is a way in that nobody guards.',
  source: 'RFC 9110 §15.5.6',
  probe: 'http',
  codes: {
    METHOD_ACCEPTED: {
      title: 'A method is answered that must be refused',
      cause: 'The route is registered for all methods, or a fallback answers every request.',
      fix: 'Name the methods of the route, so that the framework answers 405 for the others.',
    },
    METHOD_CRASHES: {
      title: 'A method that must be refused makes the server fail',
      cause: 'The handler runs for a method that it was not written for.',
      fix: 'Name the methods of the route, so that the framework answers 405 for the others.',
    },
    METHOD_NOT_REFUSED: {
      title: 'A method is turned away for another reason',
      cause:
        'Something in front of the route (authentication, validation) answered before the method was looked at.',
      fix: 'Refuse the method first; if this is how it should be, take it out of `refuses`.',
    },
  },
  instances: loaded =>
    endpointsOf(loaded).flatMap(declared =>
      (declared.endpoint.refuses ?? []).map(method => ({
        ...applied(loaded, declared),
        subject: `${declared.endpoint.name}:${method}`,
        params: { target: declared.target, method, path: declared.path },
        needs: needsAnswer(declared),
        expectation: { method },
      })),
    ),
  evaluate(answer, { method }) {
    const { status } = answer;
    if (REFUSALS.includes(status))
      return pass(`${method} is refused with ${status}`, { allow: answer.headers.allow });
    const code = status < 400 ? 'METHOD_ACCEPTED' : status < 500 ? 'METHOD_NOT_REFUSED' : 'METHOD_CRASHES';
    return fail(code, `${method} is answered with ${status}`, {
      expected: '405 or 404',
      got: String(status),
      mark: markOf({ ...answer, page: status < 300 && isPage(answer) }),
      evidence: evidenceOf(answer),
    });
  },
});
