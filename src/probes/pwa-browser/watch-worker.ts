import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext, CDPSession, Page, Request } from 'playwright-core';
import type { WorkerFacts } from '../../model/observations/pwa-browser.ts';
import { failedFetches } from './failed-fetch.ts';

/** How long a page may take to begin a registration, once it is loaded: one that failsafe.yaml announces, or not. */
const ANNOUNCED_MS = 5000;
const UNANNOUNCED_MS = 1000;
const POLL_MS = 20;
/** What a worker throws while it is activated is told after it is active. */
const AFTERMATH_MS = 100;
/** An active worker passes requests on, and some of them fail for reasons of their own. */
const OF_THE_NETWORK = /failed to fetch|networkerror/i;

type State = WorkerFacts['state'];
interface Version {
  readonly versionId: string;
  readonly registrationId: string;
  readonly scriptURL: string;
  readonly status: string;
}
interface Seen extends Version {
  readonly errors: string[];
}

/** Follows the service workers of a page from before it is opened. */
export interface WorkerWatch {
  /** Waits until the page's worker is active, or cannot be any more, or the time is up. */
  settled(
    pageUrl: string,
    options: { expected: boolean; timeoutMs: number; signal: AbortSignal },
  ): Promise<WorkerFacts>;
}

/** Notes what `register()` is rejected with: for a script that cannot be had there is no other sign. */
async function listenForRefusals(page: Page): Promise<string[]> {
  const refusals: string[] = [];
  await page.exposeFunction('failsafeWorkerRefused', (reason: string) => refusals.push(reason));
  await page.addInitScript(() => {
    if (!('serviceWorker' in navigator)) return;
    const { register } = ServiceWorkerContainer.prototype;
    ServiceWorkerContainer.prototype.register = function watched(...given) {
      const registration = register.apply(this, given);
      const { failsafeWorkerRefused } = window as unknown as { failsafeWorkerRefused(reason: string): void };
      registration.catch((error: unknown) => failsafeWorkerRefused(String(error)));
      return registration;
    };
  });
  return refusals;
}

/** Keeps the newest state of each worker, and the errors that it threw. */
async function listenForVersions(session: CDPSession) {
  const versions = new Map<string, Seen>();
  const scopes = new Map<string, string>();
  session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    for (const { registrationId, scopeURL } of registrations) scopes.set(registrationId, scopeURL);
  });
  session.on('ServiceWorker.workerVersionUpdated', event => {
    for (const version of event.versions) {
      versions.set(version.versionId, { ...version, errors: versions.get(version.versionId)?.errors ?? [] });
    }
  });
  session.on('ServiceWorker.workerErrorReported', ({ errorMessage }) => {
    const version = versions.get(errorMessage.versionId);
    const text = errorMessage.errorMessage;
    if (version === undefined || version.errors.includes(text)) return;
    if (version.status !== 'activated' || !OF_THE_NETWORK.test(text)) version.errors.push(text);
  });
  await session.send('ServiceWorker.enable');
  return { versions, scopes };
}

/** See {@link WorkerWatch}. Call it before the page is opened. */
export async function watchWorker(
  context: BrowserContext,
  page: Page,
  session: CDPSession,
): Promise<WorkerWatch> {
  const [refusals, { versions, scopes }] = await Promise.all([
    listenForRefusals(page),
    listenForVersions(session),
  ]);
  const installing: Request[] = [];
  context.on('request', request => {
    const script = request.serviceWorker()?.url();
    const active = [...versions.values()].some(
      ({ scriptURL, status }) => scriptURL === script && status === 'activated',
    );
    if (script !== undefined && !active) installing.push(request);
  });

  /** The worker with the narrowest scope around the page, the newest of these. */
  const pagesWorker = (pageUrl: string): Seen | undefined => {
    const scopeOf = ({ registrationId }: Seen) => scopes.get(registrationId) ?? '';
    const around = [...versions.values()].filter(version => pageUrl.startsWith(scopeOf(version)));
    return around
      .toSorted((a, b) => scopeOf(a).length - scopeOf(b).length || Number(a.versionId) - Number(b.versionId))
      .at(-1);
  };

  return {
    async settled(pageUrl, { expected, timeoutMs, signal }) {
      const startedAt = performance.now();
      const elapsed = () => performance.now() - startedAt;
      const over = () => {
        const worker = pagesWorker(pageUrl);
        if (worker?.status === 'activated' || worker?.status === 'redundant') return true;
        if (refusals.length > 0 && (worker === undefined || worker.status === 'new')) return true;
        if (worker !== undefined) return elapsed() > timeoutMs;
        return elapsed() > Math.min(timeoutMs, expected ? ANNOUNCED_MS : UNANNOUNCED_MS);
      };
      while (!over()) await sleep(POLL_MS, undefined, { signal });
      await sleep(AFTERMATH_MS, undefined, { signal });
      const worker = pagesWorker(pageUrl);
      const own = installing.filter(request => request.serviceWorker()?.url() === worker?.scriptURL);
      return {
        state: (worker?.status ?? 'none') as State,
        scriptUrl: worker?.scriptURL,
        elsewhere: worker === undefined ? [...new Set(scopes.values())] : [],
        scope: worker === undefined ? undefined : scopes.get(worker.registrationId),
        waitedMs: Math.round(elapsed()),
        refusals,
        // What it throws later, without a network, is for want of that
        errors: [...(worker?.errors ?? [])],
        failedFetches: await failedFetches(own),
      };
    },
  };
}
