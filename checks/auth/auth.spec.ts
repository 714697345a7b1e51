import { describe, test } from 'vitest';
import { checksOf, optionsOf, verify } from '../plan.ts';

/** One session from registration to logout, and the attacks that it must withstand. */
describe('auth: the right user gets in, and nobody else', () => {
  for (const check of checksOf('auth')) {
    test(check.title, optionsOf(check), context => verify(check, context));
  }
});
