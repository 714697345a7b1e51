import { describe } from 'vitest';
import { verifyEach } from '../../src/vitest/verify-each.ts';

/** What the files of the stack allow, and secrets in any file. Needs no stack. */
describe('security: nothing is open that should be closed', () => {
  verifyEach('security');
});
