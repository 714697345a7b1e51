import type { IconFacts, PwaObservation, Resource } from '../../model/observations/pwa.ts';
import type {
  BrowserFacts,
  NoBrowser,
  OfflineLoad,
  WorkerFacts,
} from '../../model/observations/pwa-browser.ts';

/** Where the app of the tests is. */
export const ORIGIN = 'http://127.0.0.1:8080';

/** An answer that is well, but for what is given. */
export const answer = (path: string, more: Partial<Resource> = {}): Resource => ({
  url: `${ORIGIN}${path}`,
  finalUrl: `${ORIGIN}${path}`,
  redirects: 0,
  status: 200,
  mediaType: 'application/json',
  bytes: 1000,
  html: false,
  ...more,
});

/** What an SPA answers for a file that it does not have. */
export const fallback = (path: string): Resource => answer(path, { mediaType: 'text/html', html: true });

/** Nothing answers. */
export const silence = (path: string) => ({
  url: `${ORIGIN}${path}`,
  error: { code: 'ECONNRESET', message: `${ORIGIN}${path} closed the connection without an answer` },
});

/** A PNG of 192 pixels, as the manifest says. */
export const icon = (more: Partial<IconFacts> = {}): IconFacts => ({
  src: '/icon.png',
  claimedSizes: '192x192',
  claimedType: 'image/png',
  purposes: ['any'],
  fetched: answer('/icon.png', { mediaType: 'image/png' }),
  image: { format: 'png', sizes: [{ width: 192, height: 192 }] },
  ...more,
});

/** Members of a manifest that can be installed. */
export const MANIFEST = { name: 'Shop', start_url: '/', display: 'standalone' };

/** An app that is well over HTTP, but for what is given. */
export const app = (more: Partial<PwaObservation> = {}): PwaObservation => ({
  secure: true,
  page: fallback('/'),
  manifestHref: '/manifest.json',
  manifest: { fetched: answer('/manifest.json'), value: MANIFEST },
  icons: [icon()],
  startUrl: {
    declared: '/',
    fetched: fallback('/'),
    sameOrigin: true,
    scope: `${ORIGIN}/`,
    inScope: true,
    samePage: true,
    sameAsUnknown: true,
  },
  worker: {
    fetched: answer('/sw.js', { mediaType: 'text/javascript' }),
    defaultScope: `${ORIGIN}/`,
    coversPage: true,
  },
  paths: [],
  ...more,
});

/** There was no browser to look with. */
export const noBrowser: NoBrowser = { browser: 'none', reason: 'no browser was found' };

/** A worker that became active, but for what is given. */
export const worker = (more: Partial<WorkerFacts> = {}): WorkerFacts => ({
  state: 'activated',
  scriptUrl: `${ORIGIN}/sw.js`,
  scope: `${ORIGIN}/`,
  waitedMs: 120,
  refusals: [],
  errors: [],
  failedFetches: [],
  ...more,
});

/** A page that opened without a network, but for what is given. */
export const load = (more: Partial<OfflineLoad> = {}): OfflineLoad => ({
  path: '/',
  how: 'open',
  url: `${ORIGIN}/`,
  status: 200,
  fromWorker: true,
  missingAssets: [],
  ...more,
});

/** An app that is well in a browser, but for what is given. */
export const seen = (more: Partial<BrowserFacts> = {}): BrowserFacts => ({
  browser: 'used',
  version: '156.0',
  url: `${ORIGIN}/`,
  status: 200,
  pageErrors: [],
  consoleErrors: [],
  missingAssets: [],
  failedRequests: [],
  shows: true,
  installability: [],
  manifestErrors: [],
  worker: worker(),
  offline: [load({ how: 'reload' }), load()],
  answeredOffline: [],
  ...more,
});
