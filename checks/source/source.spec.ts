import { describe } from 'vitest';
import { verifyEach } from '../../src/vitest/verify-each.ts';

/** Syntax of every file, required files, leftovers. Needs no stack. */
describe('source: every file can be used', () => {
  verifyEach('source');
});
