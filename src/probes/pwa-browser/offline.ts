import type { BrowserContext, CDPSession, Page, Request } from 'playwright-core';
import type { OfflineLoad } from '../../model/observations/pwa-browser.ts';
import { ProbeError } from '../../model/probe-error.ts';
import type { Deadline } from './deadline.ts';
import { watchAssets } from './watch-assets.ts';

const LOAD_SHARE = 0.2;
/** As long as the page may take to draw with a network. */
const SHOW_SHARE = 0.25;

/** One page to open without a network. */
export interface OfflineVisit {
  readonly path: string;
  readonly how: OfflineLoad['how'];
  readonly url: string;
}

async function shows(page: Page, selector: string, timeout: number): Promise<boolean> {
  try {
    await page.locator(`css=${selector}`).first().waitFor({ state: 'visible', timeout });
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') return false;
    if (page.isClosed()) throw error;
    throw new ProbeError('observer', 'SELECTOR_INVALID', `"${selector}" is no CSS selector`, {
      cause: error,
    });
  }
}

const firstLine = (error: unknown) =>
  /net::\w+/.exec(String(error))?.[0] ??
  (error instanceof Error ? error.message.split('\n')[0] : String(error));

async function load(
  page: Page,
  visit: OfflineVisit,
  selector: string | undefined,
  deadline: Deadline,
): Promise<OfflineLoad> {
  const assets = watchAssets(page, new URL(visit.url).origin);
  const options = { waitUntil: 'load', timeout: deadline.share(LOAD_SHARE) } as const;
  try {
    const response = await (visit.how === 'reload' ? page.reload(options) : page.goto(visit.url, options));
    const shown =
      selector === undefined ? undefined : await shows(page, selector, deadline.share(SHOW_SHARE));
    return {
      ...visit,
      status: response?.status(),
      fromWorker: response?.fromServiceWorker() ?? false,
      missingAssets: assets.missing(),
      shows: shown,
    };
  } catch (error) {
    if (error instanceof ProbeError || page.isClosed()) throw error;
    return { ...visit, fromWorker: false, error: firstLine(error), missingAssets: assets.missing() };
  } finally {
    assets.stop();
  }
}

async function loadAnew(context: BrowserContext, ...rest: [OfflineVisit, string | undefined, Deadline]) {
  const page = await context.newPage();
  try {
    return await load(page, ...rest);
  } finally {
    await page.close();
  }
}

/** Notes what is asked for from now on and gets an answer that is not the worker's: without a network, nothing may. */
function watchNetwork(context: BrowserContext): string[] {
  const answered: string[] = [];
  const asked = new Set<Request>();
  context.on('request', request => {
    if (request.serviceWorker() !== null || request.resourceType() === 'document') asked.add(request);
  });
  context.on('response', response => {
    if (asked.has(response.request()) && !response.fromServiceWorker()) answered.push(response.url());
  });
  return answered;
}

/**
 * Takes the network away and visits pages. The HTTP cache is emptied first: it would let a worker that keeps nothing,
 * or no worker at all, pass as long as the answers in it are fresh.
 */
export async function visitOffline(
  context: BrowserContext,
  page: Page,
  session: CDPSession,
  visits: readonly OfflineVisit[],
  options: { selector?: string; deadline: Deadline },
): Promise<{ offline: OfflineLoad[]; answeredOffline: string[] }> {
  if (visits.length === 0) return { offline: [], answeredOffline: [] };
  await session.send('Network.clearBrowserCache');
  await context.setOffline(true);
  const answeredOffline = watchNetwork(context);
  const { selector, deadline } = options;
  const visited = await Promise.all(
    visits.map(visit =>
      visit.how === 'reload'
        ? load(page, visit, selector, deadline)
        : loadAnew(context, visit, selector, deadline),
    ),
  );
  // With less time than the others had, a page that did not open says nothing
  const tooLate = ({ error, shows }: OfflineLoad) =>
    deadline.isOver() && (error !== undefined || shows === false);
  return { offline: visited.filter(one => !tooLate(one)), answeredOffline };
}
