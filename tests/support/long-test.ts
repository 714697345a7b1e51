import { test } from 'vitest';
import { browser } from './browser.ts';

/** FAILSAFE_LONG=1 makes the tests that take minutes in all, each beside one of its kind that is always made. */
export const LONG = process.env.FAILSAFE_LONG === '1';

/** A test with a browser that is only made then. */
export const longBrowserTest = test.skipIf(!LONG || browser === undefined);

if (!LONG) console.warn('Tests that take long are skipped: set FAILSAFE_LONG=1');
