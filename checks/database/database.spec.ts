import { describe } from 'vitest';
import { verifyEach } from '../../src/vitest/verify-each.ts';

/** Connect, room for connections, locks, migrations, a write that is rolled back, declared queries. */
describe('database: the database accepts work and holds what it must', () => {
  verifyEach('database');
});
