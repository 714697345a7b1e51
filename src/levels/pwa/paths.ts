import { defineCheck } from '../check.ts';
import { fail, pass, skip } from '../verdict.ts';
import { describeAnswer } from './answer.ts';
import { onApp } from './app.ts';

/** Whether each path that must open without a network is a page with one. */
export const check = defineCheck({
  id: 'pwa.paths',
  level: 'pwa',
  severity: 'error',
  title: 'Each path that must open offline is a page online',
  why: "A service worker may answer any path with the app's shell, so that a link that the server does not know opens offline and is a 404 for whoever has not been there before, for search engines and after a reload without the worker.",
  source: 'RFC 9110 §15.3, §15.5.5',
  probe: 'pwa',
  codes: {
    PATH_NO_ANSWER: {
      title: 'Nothing answers on this path',
      cause: 'The server breaks off the connection, or is too slow on this path.',
      fix: 'Look at the log of the service that serves the page.',
    },
    PATH_STATUS: {
      title: 'The path does not answer 2xx',
      cause: 'The page was moved or is not deployed, or the server does not know the routes of the client.',
      fix: 'Let the server answer routes of the client with its page, or correct `pwa.offline` in failsafe.yaml.',
    },
    PATH_SPA_404: {
      title: 'The path answers an error status with the page of the app',
      cause: 'The fallback of the single-page application keeps the status 404.',
      fix: 'nginx: try_files $uri /index.html; or error_page 404 =200 /index.html;',
    },
    PATH_NOT_HTML: {
      title: 'The path is no page',
      cause: 'An API or another service answers on this path, or the answer is empty.',
      fix: 'Correct the route, or `pwa.offline` in failsafe.yaml.',
    },
  },
  instances: loaded =>
    onApp(loaded, ['page']).flatMap(one =>
      (one.params.paths ?? []).map(path => ({
        ...one,
        subject: `${one.subject}${path}`,
        expectation: { path },
      })),
    ),
  evaluate({ paths }, { path }) {
    const seen = paths.find(one => one.path === path);
    if (seen === undefined) return skip(`${path} was not asked for`);
    const { fetched, samePage } = seen;
    const got = describeAnswer(fetched);
    if ('error' in fetched) return fail('PATH_NO_ANSWER', fetched.error.message, { got });
    const { url, finalUrl, status, html, bytes } = fetched;
    const at = finalUrl === url ? url : `${url}, which leads to ${finalUrl},`;
    if (status < 200 || status > 299) {
      const code = samePage ? 'PATH_SPA_404' : 'PATH_STATUS';
      return fail(code, `${at} answers ${status}`, { expected: 'a status from 200 to 299', got });
    }
    if (!html || bytes === 0)
      return fail('PATH_NOT_HTML', `${at} is no page`, { expected: 'text/html', got });
    return pass(`${at} is a page`);
  },
});
