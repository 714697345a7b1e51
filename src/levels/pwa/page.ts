import { formatDuration } from '../../config/units.ts';
import { defineCheck } from '../check.ts';
import { markOf } from '../mark-of.ts';
import { fail, pass, warn } from '../verdict.ts';
import { describeAnswer } from './answer.ts';
import { onApp } from './app.ts';

/** As long as the script of a worker. */
const LONGEST_SECONDS = 86_400;

/** Whether there is a page at all, and each release of it gets to people. */
export const check = defineCheck({
  id: 'pwa.page',
  level: 'pwa',
  severity: 'error',
  title: 'The page is served',
  why: 'Everything else hangs on it.',
  source: 'RFC 9110 §8.3, §15.3.1',
  probe: 'pwa',
  codes: {
    PAGE_STATUS: {
      title: 'The page does not answer 200',
      cause: 'The client is not deployed, or the proxy routes the page elsewhere.',
      fix: 'Look at the log of the service that serves the page, and at the route to it.',
    },
    PAGE_REDIRECTS: {
      title: 'The page is a redirect that does not end',
      cause:
        'An application behind a proxy that ends TLS takes each request for plain HTTP and sends it to HTTPS again; or two redirects, of a host name or of a final slash, send back and forth.',
      fix: 'Have the proxy pass on the scheme and the host that people use (X-Forwarded-Proto, Host), and the application heed them; keep each redirect in one place.',
    },
    PAGE_CACHED_LONG: {
      title: 'The page may be cached for long',
      cause: 'It gets the same headers as the assets with a hash in their names.',
      fix: 'Whoever was here keeps the old page, which asks for files of the old build. nginx: location = /index.html { add_header Cache-Control "no-cache"; }',
    },
    PAGE_EMPTY: {
      title: 'The page is empty',
      cause: 'The build wrote an empty index.html, or the server serves the wrong folder.',
      fix: 'Build the client again and compare what the server has with the build.',
    },
    PAGE_NOT_HTML: {
      title: 'The page is not HTML',
      cause: 'Another service answers on this path.',
      fix: 'Correct the route, or `pwa.path` in failsafe.yaml.',
    },
  },
  instances: loaded => onApp(loaded),
  evaluate({ page, pageMaxAge = 0, noPage: body = '' }) {
    const got = describeAnswer(page);
    const { url, finalUrl, status, redirects } = page;
    const marked = () => ({ got, mark: markOf({ url, status, body, page: false }) });
    if (redirects > 0 && status >= 300 && status < 400) {
      const message = `${url} leads from redirect to redirect, ${redirects} times so far, to ${finalUrl}`;
      return fail('PAGE_REDIRECTS', message, { expected: '200', ...marked() });
    }
    if (status !== 200) return fail('PAGE_STATUS', `${url} answers ${got}`, { expected: '200', ...marked() });
    if (page.bytes === 0) return fail('PAGE_EMPTY', `${url} answers with nothing`, { got });
    if (!page.html) return fail('PAGE_NOT_HTML', `${url} is no page`, { expected: 'text/html', ...marked() });
    if (pageMaxAge > LONGEST_SECONDS) {
      const time = formatDuration(pageMaxAge * 1000);
      return warn('PAGE_CACHED_LONG', `${url} may be cached for ${time}`, {
        expected: `at most ${formatDuration(LONGEST_SECONDS * 1000)}`,
        got: time,
      });
    }
    return pass(`${url} is a page`);
  },
});
