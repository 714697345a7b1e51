import { describe, test } from 'vitest';
import { checksOf, optionsOf, verify } from '../plan.ts';

/** Declared flows from the first request through the database to the event, cleaned up behind them. */
describe('system: the whole chain works', () => {
  for (const check of checksOf('system')) {
    test(check.title, optionsOf(check), context => verify(check, context));
  }
});
