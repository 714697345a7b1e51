import { describe } from 'vitest';
import { verifyEach } from '../../src/vitest/verify-each.ts';

/** Compose, Dockerfiles, nginx and environment, and how they fit together. Needs no stack. */
describe('config: the files of the stack fit together', () => {
  verifyEach('config');
});
