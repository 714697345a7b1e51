import { defineCheck } from '../check.ts';
import { fail, pass, skip } from '../verdict.ts';
import { inBrowser } from './app.ts';
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
    inBrowser(loaded, ({ offline, offlineShows }, { name, scriptChecks, id }) => {
      if (offline === undefined) return [];
      const others = [...scriptChecks, ...['manifest-json', 'start-url', 'worker-activates'].map(id)];
      const excusedBy = [...others, ...offline.map(path => `${id('offline')}${path}`)];
      return [{ subject: name, expectation: { selector: offlineShows }, excusedBy }];
    }),
  evaluate(seen, { selector }) {
    if (seen.browser === 'none') return skip(seen.reason);
    const load =
      seen.offline.find(({ how }) => how === 'start') ??
      seen.offline.find(({ how, url }) => how === 'open' && url === seen.startUrl);
    if (load === undefined) return skip('the manifest has no start_url that can be opened');
    const fault = offlineFault(load, selector);
    if (fault === undefined) return pass(`${load.url} opens without a network, from the service worker`);
    return fail(fault.code, fault.message, { expected: 'the page, from the service worker', got: fault.got });
  },
});
