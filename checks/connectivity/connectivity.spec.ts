import { describe, test } from 'vitest';
import { checksOf, optionsOf, verify } from '../plan.ts';

/** From this machine and from service to service: names, ports, certificates, HTTP. */
describe('connectivity: every target can be reached', () => {
  for (const check of checksOf('connectivity')) {
    test(check.title, optionsOf(check), context => verify(check, context));
  }
});
