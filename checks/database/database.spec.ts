import { describe, test } from 'vitest';
import { checksOf, optionsOf, verify } from '../plan.ts';

/** Connect, room for connections, locks, migrations, a write that is rolled back, declared queries. */
describe('database: the database accepts work and holds what it must', () => {
  for (const check of checksOf('database')) {
    test(check.title, optionsOf(check), context => verify(check, context));
  }
});
