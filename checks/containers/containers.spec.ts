import { describe } from 'vitest';
import { verifyEach } from '../../src/vitest/verify-each.ts';

/** What the runtime knows of each service: state, health, restarts, memory, log, image; and the disk below. */
describe('containers: every service runs, is healthy and stays up', () => {
  verifyEach('containers');
});
