import { describe } from 'vitest';
import { verifyEach } from '../../src/vitest/verify-each.ts';

/** Status, headers, body, JSON Schema and response time of each declared endpoint. */
describe('api: every endpoint answers as declared', () => {
  verifyEach('api');
});
