import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext } from 'playwright-core';
import type { ProbeContext } from '../../model/probe.ts';
import { ProbeError } from '../../model/probe-error.ts';
import { killTree } from './kill-tree.ts';
import { createProfile } from './profile.ts';

const CLOSE_MS = 2000;
/** A browser that takes more of the time of a look to start is given up. */
const START_SHARE = 0.6;

/** Which browser, and how it is started. */
export interface BrowserOptions {
  readonly executable: string;
  readonly flags: readonly string[];
}

/** What follows is the whole command line and log of the browser. */
const firstLine = (error: unknown) => String(error instanceof Error ? error.message : error).split('\n')[0];

async function launch({ executable, flags }: BrowserOptions, profile: string, timeoutMs: number) {
  const { chromium } = await import('playwright-core');
  try {
    return await chromium.launchPersistentContext(profile, {
      executablePath: executable,
      args: [...flags],
      headless: true,
      timeout: timeoutMs,
      // With the profile, so that it goes with it
      artifactsDir: join(profile, 'artifacts'),
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
  } catch (error) {
    throw new ProbeError('observer', 'BROWSER_NOT_STARTED', `${executable} did not start`, {
      cause: new Error(firstLine(error)),
    });
  }
}

async function processId(context: BrowserContext): Promise<number | undefined> {
  const session = await context.browser()?.newBrowserCDPSession();
  const answer = await session?.send('SystemInfo.getProcessInfo');
  return answer?.processInfo.find(({ type }) => type === 'browser')?.id;
}

async function close(context: BrowserContext, pid: number | undefined): Promise<void> {
  const closed = context.close().catch(() => undefined);
  const patience = () => sleep(CLOSE_MS, 'late' as const, { ref: false });
  const late = await Promise.race([closed, patience()]);
  if (late !== 'late') return;
  if (pid !== undefined) await killTree(pid);
  await Promise.race([closed, patience()]);
}

/**
 * Lends a browser with an empty profile. It must be a persistent context: the usual one counts as incognito, in which
 * nothing can be installed. When the signal aborts, the browser is killed with all its processes; the profile is
 * removed in any case.
 *
 * @throws ProbeError `observer` BROWSER_NOT_STARTED, and what `use` throws
 */
export async function withBrowser<T>(
  options: BrowserOptions,
  { signal, timeoutMs }: Pick<ProbeContext, 'signal' | 'timeoutMs'>,
  use: (context: BrowserContext) => Promise<T>,
): Promise<T> {
  const profile = createProfile();
  try {
    const context = await launch(options, profile.path, timeoutMs * START_SHARE);
    const pid = await processId(context).catch(() => undefined);
    const ended = Promise.withResolvers<never>();
    ended.promise.catch(() => undefined);
    const kill = () => {
      void (pid === undefined ? context.close() : killTree(pid));
      // What waits for a browser that was killed may wait for ever
      ended.reject(signal.reason);
    };
    signal.addEventListener('abort', kill, { once: true });
    try {
      signal.throwIfAborted();
      return await Promise.race([use(context), ended.promise]);
    } finally {
      signal.removeEventListener('abort', kill);
      await close(context, pid);
    }
  } finally {
    await profile.remove();
  }
}
