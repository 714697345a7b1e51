import { describe } from 'vitest';
import { verifyEach } from '../../src/vitest/verify-each.ts';

/** One session from registration to logout, and the attacks that it must withstand. */
describe('auth: the right user gets in, and nobody else', () => {
  verifyEach('auth');
});
