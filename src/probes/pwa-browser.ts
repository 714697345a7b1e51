import type { BrowserContext, Page, Response } from 'playwright-core';
import { formatDuration } from '../config/units.ts';
import type { BrowserFacts, PwaBrowserParams } from '../model/observations/pwa-browser.ts';
import type { Probe } from '../model/probe.ts';
import { ProbeError } from '../model/probe-error.ts';
import { findBrowser, noBrowserReason } from './browser/find-browser.ts';
import { browserFlags } from './browser/flags.ts';
import { withBrowser } from './browser/with-browser.ts';
import { createDeadline, type Deadline } from './pwa-browser/deadline.ts';
import { observeInstallability } from './pwa-browser/installability.ts';
import { type OfflineVisit, visitOffline } from './pwa-browser/offline.ts';
import { showsSomething } from './pwa-browser/shows-something.ts';
import { watchAssets } from './pwa-browser/watch-assets.ts';
import { watchWorker } from './pwa-browser/watch-worker.ts';
import { resolveWeb, urlOf } from './web-address.ts';

const CLOSE_MS = 500;
/** A browser that takes more of the time to start, without any target, is too slow to judge one. */
const START_SHARE = 0.25;
const OPEN_SHARE = 0.25;
const WORKER_SHARE = 0.5;
const DRAW_SHARE = 0.25;

/** Playwright adds a log of its calls, coloured for a terminal. */
function withoutLog(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const short = new Error(error.message.split('\n')[0]);
  short.name = error.name;
  return short;
}

async function open(page: Page, url: string, deadline: Deadline): Promise<Response> {
  try {
    const response = await page.goto(url, { waitUntil: 'load', timeout: deadline.share(OPEN_SHARE) });
    if (response !== null) return response;
  } catch (error) {
    if (page.isClosed()) throw error;
    throw new ProbeError('target', 'PAGE_NOT_LOADED', `${url} does not load in a browser`, {
      cause: withoutLog(error),
    });
  }
  throw new ProbeError('target', 'PAGE_NOT_LOADED', `${url} gives a browser no answer`);
}

/** Each declared path in a page of its own, the first page again, and where the installed app starts. */
function visits(
  { offline, path }: PwaBrowserParams,
  url: (path: string) => string,
  startUrl?: string,
): OfflineVisit[] {
  const again = offline.includes(path) ? [{ path, how: 'reload', url: url(path) } as const] : [];
  const opened = offline.map(one => ({ path: one, how: 'open', url: url(one) }) as const);
  const judged = startUrl === undefined || opened.some(visit => visit.url === startUrl);
  if (offline.length === 0 || judged) return [...again, ...opened];
  return [...again, ...opened, { path: new URL(startUrl).pathname, how: 'start', url: startUrl }];
}

async function look(
  context: BrowserContext,
  params: PwaBrowserParams,
  url: (path: string) => string,
  deadline: Deadline,
  signal: AbortSignal,
): Promise<BrowserFacts> {
  const page = context.pages()[0] ?? (await context.newPage());
  const session = await context.newCDPSession(page);
  const watch = await watchWorker(context, page, session);
  const pageErrors: string[] = [];
  page.on('pageerror', error => pageErrors.push(error.message));
  const consoleErrors: string[] = [];
  page.on('console', message => {
    const { url } = message.location();
    // A browser asks for it whether the page names it or not
    if (message.type() !== 'error' || url.endsWith('/favicon.ico')) return;
    consoleErrors.push(`${message.text()} (${url})`);
  });
  const first = url(params.path);
  const assets = watchAssets(page, new URL(first).origin);
  const response = await open(page, first, deadline);
  const [worker, installability, drawn] = await Promise.all([
    watch.settled(page.url(), {
      expected: params.workerExpected,
      timeoutMs: deadline.share(WORKER_SHARE),
      signal,
    }),
    observeInstallability(session),
    showsSomething(session, { timeoutMs: deadline.share(DRAW_SHARE), signal }),
  ]);
  await page.waitForLoadState('load');
  const [seenErrors, seenMessages] = [[...pageErrors], [...consoleErrors]];
  const [missingAssets, failedRequests] = [assets.missing(), assets.failed()];
  assets.stop();
  const planned = visits(params, url, installability.startUrl);
  const without = await visitOffline(context, page, session, planned, {
    selector: params.offlineShows,
    deadline,
  });
  return {
    browser: 'used',
    version: context.browser()?.version() ?? '',
    url: response.url(),
    status: response.status(),
    pageErrors: seenErrors,
    consoleErrors: seenMessages,
    missingAssets,
    failedRequests,
    shows: drawn,
    installability: installability.errors,
    manifestErrors: installability.manifestErrors,
    startUrl: installability.startUrl,
    worker,
    ...without,
  };
}

const isTimeout = (error: unknown) => error instanceof Error && error.name === 'TimeoutError';

function explain(cause: unknown, origin: string, signal: AbortSignal, slowMs: number | undefined): unknown {
  if (cause instanceof ProbeError && cause.kind === 'observer') return cause;
  const late = signal.aborted || (cause instanceof Error && isTimeout(cause.cause));
  if (late && slowMs !== undefined) {
    const message = `${origin}: nothing can be said of it, the browser alone took ${formatDuration(slowMs)} to start`;
    return new ProbeError('observer', 'BROWSER_SLOW', message, { cause });
  }
  if (signal.aborted) {
    return new ProbeError('target', 'TIMEOUT', `${origin}: the look with a browser took too long`, { cause });
  }
  if (cause instanceof ProbeError) return cause;
  return new ProbeError('observer', 'BROWSER_LOST', `${origin}: the browser broke off the look`, { cause });
}

/** Looks at a web app with a real browser: installation, service worker, without a network. */
export const probe: Probe<'pwa-browser'> = {
  id: 'pwa-browser',
  heavy: true,
  async observe(params, context) {
    if (!params.enabled) return { browser: 'none', reason: 'pwa.browser is false in failsafe.yaml' };
    const executable = findBrowser();
    if (executable === undefined) return { browser: 'none', reason: noBrowserReason() };
    const address = await resolveWeb(params.target, context);
    const deadline = createDeadline(context.timeoutMs, CLOSE_MS);
    const flags = await browserFlags(address, context.signal);
    const startedAt = performance.now();
    let slowMs: number | undefined;
    try {
      return await withBrowser({ executable, flags }, context, browser => {
        const startMs = performance.now() - startedAt;
        if (startMs > context.timeoutMs * START_SHARE) slowMs = Math.round(startMs);
        return look(browser, params, path => urlOf(address, params.target, path), deadline, context.signal);
      });
    } catch (error) {
      throw explain(error, address.origin, context.signal, slowMs);
    }
  },
};
