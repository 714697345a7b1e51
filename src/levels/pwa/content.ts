import { defineCheck } from '../check.ts';
import { fail, pass, skip } from '../verdict.ts';
import { inBrowser } from './app.ts';

/** Whether people who open the page see anything, and see it as it is meant. */
export const check = defineCheck({
  id: 'pwa.content',
  level: 'pwa',
  severity: 'error',
  title: 'The page shows something, with its scripts and style sheets',
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
    PAGE_ASSETS_MISSING: {
      title: 'The page does not get its own scripts or style sheets',
      cause:
        'An old page names the files of another build, an SPA fallback answers in their place, their media type is wrong (nginx without `include mime.types`), or a Content-Security-Policy refuses them.',
      fix: 'Ask for the first of them with curl -i: it must be there, as text/css or text/javascript; deploy index.html and its files together.',
    },
  },
  instances: loaded =>
    inBrowser(loaded, (_, { name }) => [{ subject: name, expectation: null, excusedBy: [] }]),
  evaluate(seen) {
    if (seen.browser === 'none') return skip(seen.reason);
    const said = [...seen.pageErrors, ...seen.consoleErrors];
    const why = said[0] === undefined ? '' : `: ${said[0]}`;
    if (seen.shows && seen.missingAssets.length > 0) {
      const got = seen.missingAssets.slice(0, 5).join(', ');
      return fail('PAGE_ASSETS_MISSING', `${seen.url} is shown without ${got}${why}`, {
        expected: 'each script and style sheet of its own',
        got: `without ${got}`,
        evidence: { missing: [...seen.missingAssets], errors: said.slice(0, 10) },
      });
    }
    if (seen.shows) return pass(`${seen.url} shows something`);
    return fail('PAGE_BLANK', `${seen.url} stays blank${why}`, {
      expected: 'a text, an image or a control',
      got: 'nothing',
      evidence: { errors: said.slice(0, 10) },
    });
  },
});
