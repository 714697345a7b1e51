import { defineCheck } from '../check.ts';
import { fail, pass, skip } from '../verdict.ts';
import { inBrowser, workerChecks } from './app.ts';
import { offlineCodes, offlineFault } from './offline-load.ts';

/** Whether the installed app starts without a network. */
export const check = defineCheck({
  id: 'pwa.start-url-offline',
  level: 'pwa',
  severity: 'error',
  title: 'The start page opens without a network',
  why: 'The icon on the home screen opens start_url, often with a query that the cache does not know.',
  source: 'web.dev: What makes a good Progressive Web App',
  probe: 'pwa-browser',
  codes: offlineCodes,
  instances: loaded =>
    inBrowser(loaded, (pwa, { name }) =>
      pwa.offline === undefined
        ? []
        : [
            {
              subject: name,
              expectation: { selector: pwa.offlineShows },
              excusedBy: ['manifest-json', 'start-url', ...workerChecks(pwa)],
            },
          ],
    ),
  evaluate(seen, { selector }) {
    if (seen.browser === 'none') return skip(seen.reason);
    const load = seen.offline.find(({ how }) => how === 'start');
    if (load === undefined) return skip('start_url is one of the paths of pwa.offline, or cannot be read');
    const fault = offlineFault(load, selector);
    if (fault === undefined) return pass(`${load.url} opens without a network, from the service worker`);
    return fail(fault.code, fault.message, { expected: 'the page, from the service worker', got: fault.got });
  },
});
