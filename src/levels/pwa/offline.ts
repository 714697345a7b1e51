import type { BrowserFacts, OfflineLoad } from '../../model/observations/pwa-browser.ts';
import { defineCheck } from '../check.ts';
import { error, fail, pass, skip } from '../verdict.ts';
import { inBrowser } from './app.ts';
import { type OfflineCode, offlineCodes, offlineFault } from './offline-load.ts';

interface Expectation {
  readonly path: string;
  /** Another path than that of the first page: it needs a fallback in the worker. */
  readonly deep: boolean;
  readonly selector?: string;
}

/** What is blank, or not there, with a network is no better without it; all else has another reason. */
const lackedOnline = (code: string, { missingAssets }: OfflineLoad, seen: BrowserFacts): boolean =>
  code === 'OFFLINE_NOT_SHOWN' ||
  (code === 'OFFLINE_ASSETS_MISSING' && missingAssets.every(one => seen.missingAssets.includes(one)));

/** Whether a declared path opens without a network. */
export const check = defineCheck<
  'pwa-browser',
  Expectation,
  OfflineCode | 'OFFLINE_DEEP_LINK' | 'OFFLINE_NOT_TRIED' | 'SERVER_REACHED'
>({
  id: 'pwa.offline',
  level: 'pwa',
  severity: 'error',
  title: 'It opens without a network',
  why: 'An app that is installed is expected to open in a tunnel; a worker that only passes requests on looks the same until then.',
  source: 'W3C Service Workers, Handle Fetch',
  probe: 'pwa-browser',
  codes: {
    ...offlineCodes,
    OFFLINE_DEEP_LINK: {
      title: 'A deep link does not open without a network',
      cause: 'The worker knows the first page only: it looks for this path in its cache and finds nothing.',
      fix: 'Answer every navigation with the cached page of the app when the network fails.',
    },
    OFFLINE_NOT_TRIED: {
      title: 'The page was not opened',
      cause: 'The look ended before.',
      fix: 'Raise `pwa.timeout`.',
    },
    SERVER_REACHED: {
      title: 'The network was not off',
      cause:
        'The browser let a request through while it was told to be offline, so nothing can be said of the page.',
      fix: 'Update the browser; name another one with FAILSAFE_BROWSER.',
    },
  },
  instances: loaded =>
    inBrowser(loaded, (pwa, { name, path: firstPath, scriptChecks, id }) =>
      (pwa.offline ?? []).map(path => {
        const deep = path !== firstPath;
        const others = [...scriptChecks, `${id('paths')}${path}`, ...['worker-activates', 'content'].map(id)];
        return {
          subject: `${name}${path}`,
          expectation: { path, deep, selector: pwa.offlineShows },
          // A deep link gets the first page from the worker: it cannot be better off
          excusedBy:
            deep && pwa.offline?.includes(firstPath) ? [...others, `${id('offline')}${firstPath}`] : others,
        };
      }),
    ),
  evaluate(seen, { path, deep, selector }) {
    if (seen.browser === 'none') return skip(seen.reason);
    const loads = seen.offline.filter(load => load.path === path && load.how !== 'start');
    if (loads.length === 0) return error('OFFLINE_NOT_TRIED', `${path} was not opened`);
    const [reached] = seen.answeredOffline;
    if (reached !== undefined) return error('SERVER_REACHED', `${reached} was answered by the server`);
    for (const load of loads) {
      const fault = offlineFault(load, selector);
      if (fault === undefined) continue;
      const code = deep && fault.code === 'OFFLINE_NOT_OPENED' ? 'OFFLINE_DEEP_LINK' : fault.code;
      return fail(code, fault.message, {
        expected: 'the page, from the service worker',
        got: fault.got,
        evidence: { missing: [...load.missingAssets] },
        ...(!lackedOnline(code, load, seen) && { unrelated: ['pwa.content'] }),
      });
    }
    return pass(`${path} opens without a network, from the service worker`);
  },
});
