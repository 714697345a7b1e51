import type { OfflineLoad } from '../../model/observations/pwa-browser.ts';
import type { CodePage } from '../check.ts';

/** What can be wrong with a page that is opened without a network. */
export type OfflineCode =
  | 'OFFLINE_NOT_OPENED'
  | 'OFFLINE_NOT_FROM_WORKER'
  | 'OFFLINE_STATUS'
  | 'OFFLINE_ASSETS_MISSING'
  | 'OFFLINE_NOT_SHOWN';

/** Their pages of the catalogue. */
export const offlineCodes: Readonly<Record<OfflineCode, CodePage>> = {
  OFFLINE_NOT_OPENED: {
    title: 'The page does not open without a network',
    cause: 'The worker does not answer navigations to this path from its cache.',
    fix: 'Put the page into the precache, and answer navigations from there when the network fails.',
  },
  OFFLINE_NOT_FROM_WORKER: {
    title: 'The page did not come from the service worker',
    cause: 'Something else answered, such as a cache between browser and server.',
    fix: 'Let the worker answer navigations: event.respondWith() for event.request.mode === "navigate".',
  },
  OFFLINE_STATUS: {
    title: 'The worker answers with an error',
    cause: 'The worker cached an error, or makes one when the network fails.',
    fix: 'Cache only answers with response.ok, and fall back to the cached page.',
  },
  OFFLINE_ASSETS_MISSING: {
    title: 'Scripts or styles are missing without a network',
    cause: 'The page is in the cache and its assets are not, or the fallback for pages answers for them too.',
    fix: 'Put every script and style sheet of the page into the precache; fall back to the page for navigations only.',
  },
  OFFLINE_NOT_SHOWN: {
    title: 'The page opens, but does not show what it should',
    cause: 'The app needs an answer of the API before it draws, or another page was cached.',
    fix: 'Draw the page from what is in the cache; check the selector `pwa.offlineShows`.',
  },
};

const HOW = {
  reload: 'loaded again',
  open: 'opened in a new page',
  start: 'opened as the start page',
} as const;

/** What is wrong with one page, if anything is. */
export function offlineFault(
  load: OfflineLoad,
  selector: string | undefined,
): { code: OfflineCode; message: string; got: string } | undefined {
  const { url, how, error, status, fromWorker, missingAssets, shows } = load;
  const about = (what: string) => `${url}, ${HOW[how]}: ${what}`;
  if (error !== undefined || status === undefined) {
    const got = error ?? 'no answer';
    return { code: 'OFFLINE_NOT_OPENED', message: about(got), got };
  }
  if (!fromWorker) {
    const message = about(`${status}, but not from the worker`);
    return { code: 'OFFLINE_NOT_FROM_WORKER', message, got: String(status) };
  }
  if (status !== 200)
    return { code: 'OFFLINE_STATUS', message: about(`the worker answers ${status}`), got: String(status) };
  if (missingAssets.length > 0) {
    const got = missingAssets.slice(0, 5).join(', ');
    return { code: 'OFFLINE_ASSETS_MISSING', message: about(`without ${got}`), got };
  }
  if (shows !== false) return undefined;
  return { code: 'OFFLINE_NOT_SHOWN', message: about(`no "${selector}" to be seen`), got: 'not visible' };
}
