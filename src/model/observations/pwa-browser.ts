import type { WebTarget } from '../target.ts';

/** What a browser is asked to try. */
export interface PwaBrowserParams {
  readonly target: WebTarget;
  readonly path: string;
  /** `pwa.browser` of failsafe.yaml. */
  readonly enabled: boolean;
  /** Whether failsafe.yaml says in any way that there is a service worker: then it is waited for. */
  readonly workerExpected: boolean;
  /** Paths to open without a network. */
  readonly offline: readonly string[];
  /** CSS selector of something that each of them must show. */
  readonly offlineShows?: string;
}

/** There was no look, and why. */
export interface NoBrowser {
  readonly browser: 'none';
  readonly reason: string;
}

/** One page opened without a network. */
export interface OfflineLoad {
  readonly path: string;
  /** `start`: the manifest's start_url, opened, when it is none of the declared paths. */
  readonly how: 'reload' | 'open' | 'start';
  readonly url: string;
  /** Undefined when there was no answer. */
  readonly status?: number;
  /** The page came from the service worker. */
  readonly fromWorker: boolean;
  /** The browser's words: `net::ERR_INTERNET_DISCONNECTED`, or how long it was waited for. */
  readonly error?: string;
  /** Scripts and style sheets of the page's own origin that did not come. */
  readonly missingAssets: readonly string[];
  /** Whether the selector was visible; undefined without one. */
  readonly shows?: boolean;
}

/** Something that the worker asked for while it was being installed and did not get in good order. */
export interface FailedFetch {
  readonly url: string;
  readonly status?: number;
  readonly mediaType?: string;
  readonly error?: string;
}

/** What became of the page's service worker. */
export interface WorkerFacts {
  /** The state it reached; `none`: nothing was registered. */
  readonly state: 'none' | 'new' | 'installing' | 'installed' | 'activating' | 'activated' | 'redundant';
  readonly scriptUrl?: string;
  readonly scope?: string;
  /** How long it was waited for. */
  readonly waitedMs: number;
  /** What `navigator.serviceWorker.register()` was rejected with. */
  readonly refusals: readonly string[];
  /** Scopes of workers that were registered for other parts of the application, where this page has none. */
  readonly elsewhere?: readonly string[];
  /** Uncaught errors of the worker, those of requests that it passed on left out. */
  readonly errors: readonly string[];
  readonly failedFetches: readonly FailedFetch[];
}

/** One of Chromium's reasons against an installation. */
export interface InstallabilityError {
  /** Chromium's name of it: `manifest-missing-suitable-icon`. */
  readonly id: string;
  /** Its details, `name: value`. */
  readonly details: readonly string[];
}

/** What a browser saw. */
export interface BrowserFacts {
  readonly browser: 'used';
  /** Name and version. */
  readonly version: string;
  readonly url: string;
  readonly status: number;
  /** Errors that no code of the page caught, before the network was taken away. */
  readonly pageErrors: readonly string[];
  /** What the browser itself complained of: files that did not come, or that it did not take. */
  readonly consoleErrors: readonly string[];
  /** Scripts and style sheets of the page's own origin that did not come, or that the browser did not take, with the network. */
  readonly missingAssets: readonly string[];
  /** What scripts of the page asked its own origin for and where the server failed: `GET /users 500`. */
  readonly failedRequests: readonly string[];
  /** Whether the page drew anything. */
  readonly shows: boolean;
  /** In Chromium's order; empty when the app can be installed. */
  readonly installability: readonly InstallabilityError[];
  /** The manifest parser's words. */
  readonly manifestErrors: readonly string[];
  /** Where the installed app starts; undefined without a manifest that can be read. */
  readonly startUrl?: string;
  readonly worker: WorkerFacts;
  readonly offline: readonly OfflineLoad[];
  /** What the server was still asked for and answered while there was no network: must be empty. */
  readonly answeredOffline: readonly string[];
}

/** What a real browser shows of a web app. */
export type PwaBrowserObservation = NoBrowser | BrowserFacts;
