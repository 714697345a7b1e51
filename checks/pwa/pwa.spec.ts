import { describe } from 'vitest';
import { verifyEach } from '../../src/vitest/verify-each.ts';

/** Manifest, icons and worker over HTTP; installability, activation and offline pages in a real browser. */
describe('pwa: the app installs, and opens without a network', () => {
  verifyEach('pwa');
});
