import { describe } from 'vitest';
import { verifyEach } from '../../src/vitest/verify-each.ts';

/** From this machine and from service to service: names, ports, certificates, HTTP. */
describe('connectivity: every target can be reached', () => {
  verifyEach('connectivity');
});
