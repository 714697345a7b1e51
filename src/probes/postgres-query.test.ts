import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPostgres, type TestServer } from '../../tests/support/postgres-server.ts';
import { contextFor } from '../../tests/support/probe-context.ts';
import { probe } from './postgres-query.ts';
import { probe as write } from './postgres-write.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startPostgres();
  const client = await server.connect();
  await client.query('CREATE TABLE users (id bigserial PRIMARY KEY, name text)');
  await client.query("INSERT INTO users (name) VALUES ('00123'), (NULL)");
  await client.query('CREATE DATABASE frozen');
  await client.query('ALTER DATABASE frozen SET default_transaction_read_only = on');
  await client.query('CREATE DATABASE closed');
  await client.query('REVOKE TEMPORARY ON DATABASE closed FROM PUBLIC');
  await client.query("CREATE ROLE plain LOGIN PASSWORD 'a-password-for-tests'");
  await client.end();
});
afterAll(() => server?.[Symbol.asyncDispose]());

const query = (sql: string, timeoutMs = 3000) =>
  probe.observe({ target: server.target(), sql }, contextFor(timeoutMs));

test('values that JSON can carry, and nothing coerced that is text', async () => {
  const sql = `SELECT count(*), 9007199254740993::bigint AS big, 0.1::numeric AS exact, 1.0/3 AS third,
    '00123'::text AS text, '2026-01-02T03:04:05Z'::timestamptz AS at, '2026-01-02'::date AS day,
    true AS yes, NULL AS nothing, '{"a":[1]}'::jsonb AS json, 'NaN'::float8 AS nan, '\\x00ff'::bytea AS bytes`;
  expect(await query(sql)).toEqual({
    ok: true,
    durationMs: expect.any(Number),
    rows: [
      {
        count: 1,
        big: '9007199254740993',
        exact: 0.1,
        third: '0.33333333333333333333',
        text: '00123',
        at: '2026-01-02T03:04:05.000Z',
        day: '2026-01-02',
        yes: true,
        nothing: null,
        json: { a: [1] },
        nan: 'NaN',
        bytes: '\\x00ff',
      },
    ],
  });
});

test.each([
  ['42P01', 'SELECT * FROM missing'],
  ['42703', 'SELECT missing FROM users'],
  ['42601', 'SELEKT 1'],
  ['42601', '-- SELECT 1'],
  ['57014', 'SELECT pg_sleep(10)'],
  ['25006', 'DELETE FROM users'],
  ['42601', 'SELECT 1; COMMIT; DELETE FROM users'],
])('%s: %s', async (code, sql) => {
  expect(await query(sql, 1500)).toMatchObject({ ok: false, failure: { code } });
  expect(await query('SELECT count(*) FROM users')).toMatchObject({ rows: [{ count: 2 }] });
});

test('a database that is not there', async () => {
  const target = server.target({ database: 'missing' });
  const seen = await probe.observe({ target, sql: 'SELECT 1' }, contextFor(3000));
  expect(seen).toMatchObject({ ok: false, failure: { code: '3D000' } });
});

test('a write is tried and leaves nothing', async () => {
  const seen = await write.observe({ target: server.target() }, contextFor(3000));
  expect(seen).toEqual({ ok: true, durationMs: expect.any(Number) });
  const left = "SELECT count(*) FROM pg_class WHERE relname = 'failsafe_write'";
  expect(await query(left)).toMatchObject({ rows: [{ count: 0 }] });
});

test.each([
  ['25006', { database: 'frozen' }],
  ['42501', { database: 'closed', user: 'plain' }],
])('a write that is refused: %s', async (code, overrides) => {
  const seen = await write.observe({ target: server.target(overrides) }, contextFor(3000));
  expect(seen).toMatchObject({ ok: false, failure: { code } });
});
