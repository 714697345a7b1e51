import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { findBrowser, noBrowserReason } from '../../src/probes/browser/find-browser.ts';
import { withBrowser } from '../../src/probes/browser/with-browser.ts';

/** The browser of this machine; undefined when it has none. */
export const browser: string | undefined = findBrowser();

if (browser === undefined) console.warn(`Tests with a browser are skipped: ${noBrowserReason()}`);

/** A test that needs a real browser, and is skipped where there is none. */
export const browserTest = test.skipIf(browser === undefined);

const FLAGS = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const PATIENCE_MS = 60_000;

/** Has a page used in a real browser, and nothing in it complain. */
export async function inBrowser(use: (tab: Page) => Promise<void>): Promise<void> {
  const patience = { signal: AbortSignal.timeout(PATIENCE_MS), timeoutMs: PATIENCE_MS };
  await withBrowser({ executable: browser ?? '', flags: FLAGS }, patience, async context => {
    const tab = await context.newPage();
    const errors: string[] = [];
    tab.on('console', message => message.type() === 'error' && errors.push(message.text()));
    tab.on('pageerror', error => errors.push(error.message));
    await use(tab);
    expect(errors).toEqual([]);
  });
}
