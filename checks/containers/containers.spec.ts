import { describe, test } from 'vitest';
import { checksOf, optionsOf, verify } from '../plan.ts';

/** What the runtime knows of each service: state, health, restarts, memory, log, image; and the disk below. */
describe('containers: every service runs, is healthy and stays up', () => {
  for (const check of checksOf('containers')) {
    test(check.title, optionsOf(check), context => verify(check, context));
  }
});
