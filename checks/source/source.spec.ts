import { describe } from 'vitest';
import { verifyEach } from '../plan.ts';

/** Syntax of every file, required files, leftovers. Needs no stack. */
describe('source: every file can be used', () => {
  verifyEach('source');
});
