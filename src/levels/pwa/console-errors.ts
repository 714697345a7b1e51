import type { LoadedConfig } from '../../config/loaded-config.ts';
import { endpointsOf } from '../api/endpoints.ts';
import { defineCheck } from '../check.ts';
import { fail, pass, skip } from '../verdict.ts';
import { inBrowser } from './app.ts';

/** Nothing of the page throws when the browser leaves a part of it out. */
const isRefusedInline = (said: string) =>
  /\binline\b/i.test(said) && said.includes('Content Security Policy');

/** What endpoints of failsafe.yaml ask of the target of the page: `GET /users`. Their own checks tell of it, with its cause. */
const declaredOf = (loaded: LoadedConfig, name: string): string[] =>
  endpointsOf(loaded)
    .filter(({ target }) => target.name === name)
    .map(({ method, target, path }) => `${method} ${target.basePath}${path.split('?')[0]}`);

/** Whether the page runs without an error that nobody catches. */
export const check = defineCheck({
  id: 'pwa.console-errors',
  level: 'pwa',
  severity: 'warning',
  title: 'The page throws no error',
  why: 'A page can answer 200 and stay blank: the error shows in the browser only.',
  source: 'HTML standard: Runtime script errors; MDN: Window, error and unhandledrejection events',
  probe: 'pwa-browser',
  codes: {
    PAGE_ERRORS: {
      title: 'The page throws errors that no code catches',
      cause:
        'A script has an error, or is a page: an SPA fallback in place of a script gives "Unexpected token \'<\'".',
      fix: 'Open the page with the developer tools and mend the first error.',
    },
    PAGE_SCRIPT_REFUSED: {
      title: 'The policy of the page refuses a script or a style that stands in the page',
      cause:
        'The Content-Security-Policy allows no inline script: one of a build tool, of a plugin or of a proxy was added, or its nonce or hash is that of another build.',
      fix: 'Move it into a file, or name its nonce or hash in the policy; the message has the directive.',
    },
    PAGE_REQUESTS_FAIL: {
      title: 'What the page asks for ends in errors of the server',
      cause:
        'A request that a script makes when the page is opened, and that no endpoint of failsafe.yaml stands for, answers 500 or more.',
      fix: 'Read the log of the service behind the path, and declare it under `api.endpoints`, so that its failure is told with its cause.',
    },
  },
  instances: loaded =>
    inBrowser(loaded, (_, { name }) => [
      { subject: name, expectation: { declared: declaredOf(loaded, name) }, excusedBy: [] },
    ]),
  evaluate(seen, { declared }) {
    if (seen.browser === 'none') return skip(seen.reason);
    const [first] = seen.pageErrors;
    const [refused] = seen.consoleErrors.filter(isRefusedInline);
    if (first === undefined && refused !== undefined)
      return fail('PAGE_SCRIPT_REFUSED', refused, { expected: 'a policy that fits the page', got: refused });
    const failed = seen.failedRequests.filter(
      one => !declared.some(request => one.startsWith(`${request} `)),
    );
    if (first === undefined && failed.length > 0) {
      const got = failed.slice(0, 5).join(', ');
      return fail('PAGE_REQUESTS_FAIL', `the server fails at what ${seen.url} asks for: ${got}`, {
        expected: 'answers below 500',
        got,
      });
    }
    if (first === undefined) return pass('no error while the page loaded');
    const more = seen.pageErrors.length - 1;
    return fail('PAGE_ERRORS', `${first}${more === 0 ? '' : `, and ${more} more`}`, {
      evidence: { errors: seen.pageErrors.slice(0, 10) },
    });
  },
});
