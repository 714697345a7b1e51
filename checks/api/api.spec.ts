import { describe, test } from 'vitest';
import { checksOf, optionsOf, verify } from '../plan.ts';

/** Status, headers, body, JSON Schema and response time of each declared endpoint. */
describe('api: every endpoint answers as declared', () => {
  for (const check of checksOf('api')) {
    test(check.title, optionsOf(check), context => verify(check, context));
  }
});
