import { defineCheck } from '../check.ts';
import { markOf } from '../mark-of.ts';
import { fail, pass, skip } from '../verdict.ts';
import { describeAnswer, isFallback, NO_FALLBACK_FOR_FILES } from './answer.ts';
import { onWorkerScript } from './app.ts';

/** The media types that browsers run (HTML standard, "JavaScript MIME type"). */
const JAVASCRIPT =
  /^(text|application)\/(x-)?(javascript|ecmascript)$|^text\/(javascript1\.[0-5]|jscript|livescript)$/;

/** Whether browsers would take the worker's script. */
export const check = defineCheck({
  id: 'pwa.worker-script',
  level: 'pwa',
  severity: 'error',
  title: 'The worker script can be registered',
  why: 'Browsers refuse a script that is missing, redirected or of another type, and the page goes on as if nothing was wrong.',
  source: 'W3C Service Workers, Update algorithm',
  probe: 'pwa',
  codes: {
    WORKER_NO_ANSWER: {
      title: 'Nothing answers for the worker script',
      cause: 'The server breaks off the connection on this path.',
      fix: 'Look at the log of the service that serves the script.',
    },
    WORKER_STATUS: {
      title: 'The worker script does not answer 200',
      cause: 'The build did not write the file, or it is not deployed.',
      fix: 'Deploy the script at this path, or correct `pwa.serviceWorker` in failsafe.yaml.',
    },
    WORKER_REDIRECT: {
      title: 'The worker script is redirected',
      cause:
        'The server redirects to HTTPS, to a path with a slash, or to a login; browsers do not follow for a worker.',
      fix: 'Serve the script at the very address under which the page registers it.',
    },
    WORKER_HTML: {
      title: 'A page answers in place of the worker script',
      cause:
        'The file is missing, and the fallback of the single-page application answers 200 with index.html.',
      fix: 'Deploy the script, and let missing files answer 404.',
    },
    WORKER_EMPTY: {
      title: 'The worker script is empty',
      cause: 'The build wrote an empty file, or a copy was broken off.',
      fix: 'Build and deploy the client again.',
    },
    WORKER_MIME: {
      title: 'The worker script is not served as JavaScript',
      cause: 'The server does not know the file name extension.',
      fix: 'Serve it as text/javascript; nginx: include mime.types;',
    },
    WORKER_SCOPE: {
      title: 'The worker cannot control the page',
      cause: 'A worker controls only what lies below the folder of its script, unless a header allows more.',
      fix: 'Serve the script from the root, or send the header Service-Worker-Allowed: /',
    },
  },
  instances: loaded => onWorkerScript(loaded),
  evaluate({ worker, page }) {
    if (worker === undefined) return skip('failsafe.yaml names no worker script');
    const { fetched, location = 'nowhere', allowedScope, defaultScope, noScript: body = '' } = worker;
    const got = describeAnswer(fetched);
    if ('error' in fetched) return fail('WORKER_NO_ANSWER', fetched.error.message, { got });
    const { url, status, mediaType, bytes } = fetched;
    const mark = markOf({ url, status, body, page: isFallback(fetched) });
    if (status >= 300 && status < 400) {
      return fail('WORKER_REDIRECT', `${url} redirects to ${location}`, { expected: '200', got, mark });
    }
    if (isFallback(fetched)) {
      const message = `${url} answers 200 with a page`;
      const fixes = [NO_FALLBACK_FOR_FILES];
      return fail('WORKER_HTML', message, { expected: 'JavaScript', got, mark, fixes });
    }
    if (status !== 200)
      return fail('WORKER_STATUS', `${url} answers ${status}`, { expected: '200', got, mark });
    if (bytes === 0) return fail('WORKER_EMPTY', `${url} is empty`, { expected: 'JavaScript', got });
    if (!JAVASCRIPT.test(mediaType)) {
      return fail('WORKER_MIME', `${url} is served as ${mediaType || 'nothing'}`, {
        expected: 'text/javascript',
        got,
        mark,
      });
    }
    if (!worker.coversPage) {
      const scope = allowedScope ?? defaultScope;
      return fail('WORKER_SCOPE', `${page.finalUrl} lies outside of ${scope}`, {
        expected: page.finalUrl,
        got: scope,
      });
    }
    return pass(`${url} is JavaScript and may control the page`);
  },
});
