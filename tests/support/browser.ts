import { test } from 'vitest';
import { findBrowser, noBrowserReason } from '../../src/probes/browser/find-browser.ts';

/** The browser of this machine; undefined when it has none. */
export const browser: string | undefined = findBrowser();

if (browser === undefined) console.warn(`Tests with a browser are skipped: ${noBrowserReason()}`);

/** A test that needs a real browser, and is skipped where there is none. */
export const browserTest = test.skipIf(browser === undefined);
