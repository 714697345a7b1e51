import { defineCheck } from '../check.ts';
import { fail, pass, skip } from '../verdict.ts';
import { inBrowser } from './app.ts';

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
  },
  instances: loaded =>
    inBrowser(loaded, (_, { name }) => [{ subject: name, expectation: null, excusedBy: [] }]),
  evaluate(seen) {
    if (seen.browser === 'none') return skip(seen.reason);
    const [first] = seen.pageErrors;
    if (first === undefined) return pass('no error while the page loaded');
    const more = seen.pageErrors.length - 1;
    return fail('PAGE_ERRORS', `${first}${more === 0 ? '' : `, and ${more} more`}`, {
      evidence: { errors: seen.pageErrors.slice(0, 10) },
    });
  },
});
