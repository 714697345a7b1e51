import { expect, test } from 'vitest';
import type { Stack } from '../model/stack.ts';
import type { Endpoint } from '../model/target.ts';
import type { PlannedCheck } from './planned-check.ts';
import { psqlLine } from './psql-line.ts';

const published = { address: async () => ({ host: '127.0.0.1', port: 49153 }) } as unknown as Stack;
const stopped = { address: async () => Promise.reject(new Error('no')) } as unknown as Stack;
const planned = (params: object) => ({ instance: { params } }) as unknown as PlannedCheck;
const at = (endpoint: Endpoint) =>
  planned({ target: { name: 'db', endpoint, database: 'users dev', user: 'postgres', tls: false } });

test.each<[string, PlannedCheck, Stack, string]>([
  [
    'where a service is published',
    at({ service: 'users-db', port: 5432 }),
    published,
    `psql -h 127.0.0.1 -p 49153 -U postgres -d 'users dev' -c 'SELECT '\\''a'\\'''`,
  ],
  [
    'where it is not',
    at({ service: 'users-db', port: 5432 }),
    stopped,
    `psql -h users-db -p 5432 -U postgres -d 'users dev' -c 'SELECT '\\''a'\\'''`,
  ],
  [
    'at an address',
    at({ host: 'db.example', port: 5433 }),
    stopped,
    `psql -h db.example -p 5433 -U postgres -d 'users dev' -c 'SELECT '\\''a'\\'''`,
  ],
  ['of no database', planned({}), published, `psql -c 'SELECT '\\''a'\\'''`],
])('a statement for a database %s', async (_name, check, stack, line) => {
  expect(await psqlLine("SELECT 'a'", check, stack)).toBe(line);
});
