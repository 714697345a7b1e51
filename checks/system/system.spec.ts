import { describe } from 'vitest';
import { verifyEach } from '../../src/vitest/verify-each.ts';

/** Declared flows from the first request through the database to the event, cleaned up behind them. */
describe('system: the whole chain works', () => {
  verifyEach('system');
});
