import { defineCheck } from '../check.ts';
import { fail, pass, skip } from '../verdict.ts';
import { inBrowser } from './app.ts';

/** Nothing of the page throws when the browser leaves a part of it out. */
const isRefusedInline = (said: string) =>
  /\binline\b/i.test(said) && said.includes('Content Security Policy');

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
      cause: 'A request that a script makes when the page is opened answers 500 or more.',
      fix: 'Read the log of the service behind the path, and declare it under `api.endpoints`, so that its failure is told with its cause.',
    },
  },
  instances: loaded =>
    inBrowser(loaded, (_, { name }) => [{ subject: name, expectation: null, excusedBy: [] }]),
  evaluate(seen) {
    if (seen.browser === 'none') return skip(seen.reason);
    const [first] = seen.pageErrors;
    const [refused] = seen.consoleErrors.filter(isRefusedInline);
    if (first === undefined && refused !== undefined)
      return fail('PAGE_SCRIPT_REFUSED', refused, { expected: 'a policy that fits the page', got: refused });
    if (first === undefined && seen.failedRequests.length > 0) {
      const got = seen.failedRequests.slice(0, 5).join(', ');
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
