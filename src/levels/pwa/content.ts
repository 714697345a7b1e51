import { defineCheck } from '../check.ts';
import { fail, pass, skip } from '../verdict.ts';
import { inBrowser } from './app.ts';

/** Whether people who open the page see anything. */
export const check = defineCheck({
  id: 'pwa.content',
  level: 'pwa',
  severity: 'error',
  title: 'The page shows something',
  why: 'A page that a script draws answers 200 and stays white when the script is missing, is refused, or throws.',
  source: 'HTML standard: Runtime script errors; W3C Content Security Policy 3',
  probe: 'pwa-browser',
  codes: {
    PAGE_BLANK: {
      title: 'The page stays blank',
      cause:
        'The script that draws it is missing (an old index.html names the file of another build), is refused by a Content-Security-Policy or for its media type, throws, or draws nothing.',
      fix: 'Open the page with the developer tools and mend the first error; deploy index.html and its scripts together.',
    },
  },
  instances: loaded =>
    inBrowser(loaded, (_, { name }) => [{ subject: name, expectation: null, excusedBy: [] }]),
  evaluate(seen) {
    if (seen.browser === 'none') return skip(seen.reason);
    if (seen.shows) return pass(`${seen.url} shows something`);
    const said = [...seen.pageErrors, ...seen.consoleErrors];
    const why = said[0] === undefined ? '' : `: ${said[0]}`;
    return fail('PAGE_BLANK', `${seen.url} stays blank${why}`, {
      expected: 'a text, an image or a control',
      got: 'nothing',
      evidence: { errors: said.slice(0, 10) },
    });
  },
});
