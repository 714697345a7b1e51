import { defineCheck } from '../check.ts';
import { fail, pass, skip } from '../verdict.ts';
import { describeAnswer } from './answer.ts';
import { onApp } from './app.ts';

/** A file other than the index: what an SPA fallback answers for it is never the file itself. */
const namesOwnFile = (url: string) => /\/(?!index\.)[^/]+\.\w+$/.test(new URL(url).pathname);

/** Whether the installed app has something to open. */
export const check = defineCheck({
  id: 'pwa.start-url',
  level: 'pwa',
  severity: 'error',
  title: 'The start page opens',
  why: 'Browsers install an app whose start_url is a 404, and the user is left with an icon that opens an error.',
  source: 'W3C Web Application Manifest, §1.8',
  probe: 'pwa',
  codes: {
    START_URL_NO_ANSWER: {
      title: 'Nothing answers at start_url',
      cause: 'The server breaks off the connection on this path.',
      fix: 'Look at the log of the service that serves the page.',
    },
    START_URL_STATUS: {
      title: 'start_url does not answer 200',
      cause: 'The page was moved or is not deployed, and the manifest still points to it.',
      fix: 'Point start_url to a page that exists, usually "/".',
    },
    START_URL_SPA_404: {
      title: 'start_url answers an error status with the page of the app',
      cause: 'The fallback of the single-page application keeps the status 404; no worker can cache that.',
      fix: 'nginx: try_files $uri /index.html; or error_page 404 =200 /index.html;',
    },
    START_URL_FALLBACK: {
      title: 'start_url names a file that is not there',
      cause:
        'The fallback of the single-page application answers for it as for any path that does not exist.',
      fix: 'Deploy the file, or point start_url to "/".',
    },
    START_URL_NOT_HTML: {
      title: 'start_url is no page',
      cause: 'An API or another service answers on this path, or the answer is empty.',
      fix: 'Point start_url to a page, usually "/".',
    },
    START_URL_OUT_OF_SCOPE: {
      title: 'start_url leads out of the scope',
      cause:
        'scope does not contain start_url, or start_url redirects elsewhere, such as to a login on another path.',
      fix: 'Widen scope to hold every page of the app, usually "/".',
    },
  },
  instances: loaded => onApp(loaded, ['manifest-json']),
  evaluate({ startUrl }) {
    if (startUrl === undefined) return skip('the manifest has no valid start_url');
    const { fetched, declared, scope } = startUrl;
    if (!startUrl.sameOrigin) return skip(`start_url "${declared}" lies on another origin`);
    const got = describeAnswer(fetched);
    if ('error' in fetched) return fail('START_URL_NO_ANSWER', fetched.error.message, { got });
    const { url, finalUrl, status, html, bytes } = fetched;
    if (status !== 200) {
      const code = startUrl.samePage ? 'START_URL_SPA_404' : 'START_URL_STATUS';
      return fail(code, `${url} answers ${status}`, { expected: '200', got });
    }
    if (!startUrl.inScope) {
      const message = `${finalUrl} lies outside of the scope ${scope}`;
      return fail('START_URL_OUT_OF_SCOPE', message, { expected: scope, got: finalUrl });
    }
    if (!html || bytes === 0)
      return fail('START_URL_NOT_HTML', `${url} is no page`, { expected: 'text/html', got });
    if (startUrl.sameAsUnknown && namesOwnFile(url)) {
      return fail('START_URL_FALLBACK', `${url} answers like a path that does not exist`, { got });
    }
    return pass(`${url} opens, in the scope ${scope}`);
  },
});
