import { formatDuration } from '../../config/units.ts';
import type { BrowserFacts, FailedFetch } from '../../model/observations/pwa-browser.ts';
import { defineCheck } from '../check.ts';
import { fail, pass, skip } from '../verdict.ts';
import { NO_FALLBACK_FOR_FILES } from './answer.ts';
import { inBrowser } from './app.ts';

const describe = ({ url, status, mediaType, error }: FailedFetch) =>
  `${url} (${error ?? (status === 200 ? `200, but ${mediaType}` : status)})`;

const MANIFEST = /(\.webmanifest|manifest\.json)$/i;
const IMAGE = /\.(png|svg|webp|ico|jpe?g|gif|avif)$/i;

/** A worker that misses a file follows from a fault of this very file, and only then; likewise without a secure origin. */
function unrelated({
  worker: { failedFetches, state },
  installability,
  missingAssets,
}: BrowserFacts): string[] {
  const allMissed = (is: (url: string) => boolean) =>
    failedFetches.length > 0 && failedFetches.every(({ url }) => is(url));
  const misses = (file: RegExp) => allMissed(url => file.test(new URL(url).pathname));
  const explains = {
    // Its script is what registers the worker as well
    'pwa.content': state === 'none' || allMissed(url => missingAssets.includes(url)),
    'pwa.manifest-json': misses(MANIFEST),
    'pwa.icons': misses(IMAGE),
    'pwa.installable': installability.some(({ id }) => id === 'not-from-secure-origin'),
  };
  return Object.entries(explains).flatMap(([check, does]) => (does ? [] : [check]));
}

const isThrown = (text: string) => text.startsWith('Uncaught');

/** Whether the service worker gets as far as being active. */
export const check = defineCheck({
  id: 'pwa.worker-activates',
  level: 'pwa',
  severity: 'error',
  title: 'The service worker becomes active',
  why: 'One file missing from the precache, or one line that throws, and the worker never runs; the page shows nothing of it.',
  source: 'W3C Service Workers, Install and Activate algorithms',
  probe: 'pwa-browser',
  codes: {
    WORKER_NOT_REGISTERED: {
      title: 'The page registers no service worker',
      cause:
        'The call of navigator.serviceWorker.register() is missing, is not reached, or runs in production builds only.',
      fix: 'Deploy the production build, and register the worker when the page has loaded.',
    },
    WORKER_OUT_OF_SCOPE: {
      title: 'The service worker is registered for another part of the application',
      cause: 'A worker controls what lies below the folder of its script, unless its scope is widened.',
      fix: 'Serve the script from the root; or send `Service-Worker-Allowed: /` with it, and register it with `{ scope: "/" }`.',
    },
    WORKER_REFUSED: {
      title: 'The browser refuses the worker',
      cause: 'The script is missing, redirected, of another type, or outside of its scope.',
      fix: 'Mend what the message says, and look at pwa.worker-script.',
    },
    WORKER_PRECACHE: {
      title: 'Files of the precache are missing',
      cause:
        'The list in the worker names files that the server does not have: a hash changed, or a file was not deployed.',
      fix: 'Build worker and files together, and deploy both.',
    },
    WORKER_THROWS: {
      title: 'The worker throws',
      cause: 'The script has an error that no code catches.',
      fix: 'Mend the line that is named; open chrome://inspect/#service-workers to debug it.',
    },
    WORKER_INSTALL_FAILED: {
      title: 'The installation of the worker fails',
      cause: 'A promise that was given to event.waitUntil() is rejected.',
      fix: 'Mend the install handler; the message has its error.',
    },
    WORKER_STUCK: {
      title: 'The worker does not become active in time',
      cause: 'A promise of the install or activate handler never settles, or the precache is very large.',
      fix: 'Look at the requests of the worker; raise `pwa.timeout` when they only take long.',
    },
  },
  instances: loaded =>
    inBrowser(loaded, (_, { name, workerExpected, scriptChecks, id }) => [
      {
        subject: name,
        expectation: { workerExpected },
        excusedBy: [...scriptChecks, ...['content', 'manifest-json', 'icons', 'installable'].map(id)],
      },
    ]),
  evaluate(seen, { workerExpected }) {
    if (seen.browser === 'none') return skip(seen.reason);
    const {
      state,
      refusals,
      errors,
      failedFetches,
      waitedMs,
      scriptUrl = 'the worker',
      elsewhere = [],
    } = seen.worker;
    const details = {
      evidence: {
        state,
        refusals: [...refusals],
        errors: [...errors],
        missing: failedFetches.map(describe),
      },
      unrelated: unrelated(seen),
    };
    const [refusal] = refusals;
    const [firstMissing] = failedFetches;
    const thrown = errors.find(isThrown);
    if (state === 'none' && refusal === undefined) {
      if (!workerExpected) return skip('the page registers no service worker, and failsafe.yaml names none');
      const [other] = elsewhere;
      if (other !== undefined) {
        const where = `${seen.url} has no service worker: one was registered for ${other} alone`;
        const scope = { expected: `a scope that holds ${seen.url}`, got: other };
        return fail('WORKER_OUT_OF_SCOPE', where, { ...scope, ...details });
      }
      const message = `${seen.url} registered no service worker within ${formatDuration(waitedMs)}`;
      return fail('WORKER_NOT_REGISTERED', message, details);
    }
    if (firstMissing !== undefined) {
      const more = failedFetches.length - 1;
      return fail('WORKER_PRECACHE', `${describe(firstMissing)}${more === 0 ? '' : ` and ${more} more`}`, {
        ...details,
        fixes: firstMissing.status === 200 ? [NO_FALLBACK_FOR_FILES] : undefined,
      });
    }
    if (refusal !== undefined && thrown === undefined) return fail('WORKER_REFUSED', refusal, details);
    if (state === 'redundant' && refusal === undefined) {
      return fail('WORKER_INSTALL_FAILED', thrown ?? errors[0] ?? `${scriptUrl} was given up`, details);
    }
    if (thrown !== undefined) return fail('WORKER_THROWS', `${scriptUrl}: ${thrown}`, details);
    if (state === 'activated') return pass(`${scriptUrl} is active`);
    const got = `${state} after ${formatDuration(waitedMs)}`;
    return fail('WORKER_STUCK', `${scriptUrl} is ${got}`, { expected: 'activated', got, ...details });
  },
});
