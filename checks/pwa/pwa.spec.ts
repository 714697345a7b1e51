import { describe, test } from 'vitest';
import { checksOf, optionsOf, verify } from '../plan.ts';

/** Manifest, icons and worker over HTTP; installability, activation and offline pages in a real browser. */
describe('pwa: the app installs, and opens without a network', () => {
  for (const check of checksOf('pwa')) {
    test(check.title, optionsOf(check), context => verify(check, context));
  }
});
