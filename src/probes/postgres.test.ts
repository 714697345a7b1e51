import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPostgres, type TestServer } from '../../tests/support/postgres-server.ts';
import { contextFor } from '../../tests/support/probe-context.ts';
import type { DatabaseVitals, PostgresObservation, Vital } from '../model/observations/postgres.ts';
import type { DatabaseTarget } from '../model/target.ts';
import { probe } from './postgres.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startPostgres('max_connections=20', 'archive_mode=on');
});
afterAll(() => server?.[Symbol.asyncDispose]());

async function look(overrides: Partial<DatabaseTarget> = {}) {
  const seen: PostgresObservation = await probe.observe(
    { target: server.target(overrides) },
    contextFor(5000),
  );
  if (!seen.connected) throw new Error(`not connected: ${seen.failure.code} ${seen.failure.message}`);
  return seen;
}

function value<Name extends keyof DatabaseVitals>(seen: Awaited<ReturnType<typeof look>>, name: Name) {
  const vital = seen.vitals[name] as Vital<DatabaseVitals[Name]>;
  if (!vital.seen) throw new Error(`${name}: ${vital.failure.code} ${vital.failure.message}`);
  return vital.value;
}

test('a fresh database: every vital is seen', async () => {
  const seen = await look();
  expect(seen).toMatchObject({
    database: 'postgres',
    user: 'postgres',
    inRecovery: false,
    readOnlyByDefault: false,
  });
  expect(seen.version).toMatch(/^\d+\.\d+$/);
  expect(Object.entries(seen.vitals).filter(([, vital]) => !vital.seen)).toEqual([]);
  expect(value(seen, 'connections')).toMatchObject({ max: 20, reserved: 3, used: expect.any(Number) });
  expect(value(seen, 'sizeBytes')).toBeGreaterThan(1_000_000);
  expect(value(seen, 'wraparound').transactions).toBeGreaterThan(0);
});

test('an index that a failed concurrent build left', async () => {
  const client = await server.connect();
  await client.query('CREATE TABLE doubled (n int)');
  await client.query('INSERT INTO doubled VALUES (1), (1)');
  await expect(client.query('CREATE UNIQUE INDEX CONCURRENTLY doubled_n ON doubled (n)')).rejects.toThrow();
  // The error is told before the build is over; the next statement on the session comes after its end.
  await client.query('SELECT 1');
  expect(value(await look(), 'invalidIndexes')).toEqual([{ index: 'doubled_n', table: 'doubled' }]);
  await client.query('DROP TABLE doubled');
  await client.end();
});

test('a sequence ends where its column ends', async () => {
  const client = await server.connect();
  await client.query('CREATE TABLE counted (id int PRIMARY KEY)');
  await client.query('CREATE SEQUENCE counted_id AS bigint OWNED BY counted.id');
  await client.query("SELECT setval('counted_id', 2000000000)");
  expect(value(await look(), 'sequences').used[0]).toEqual({
    sequence: 'counted_id',
    last: 2_000_000_000,
    limit: 2_147_483_647,
  });
  await client.query('DROP TABLE counted');
  await client.end();
});

test('a sequence ends where the column ends whose default asks it', async () => {
  const client = await server.connect();
  await client.query("CREATE SEQUENCE given; CREATE TABLE asks (id int DEFAULT nextval('given'))");
  await client.query("SELECT setval('given', 2000000000)");
  expect(value(await look(), 'sequences').used).toContainEqual({
    sequence: 'given',
    last: 2_000_000_000,
    limit: 2_147_483_647,
  });
  await client.query('DROP TABLE asks; DROP SEQUENCE given');
  await client.end();
});

test('a sequence whose next id a row has', async () => {
  const client = await server.connect();
  await client.query(
    'CREATE TABLE "Loaded" ("Id" serial PRIMARY KEY); CREATE TABLE free (id serial PRIMARY KEY)',
  );
  await client.query('INSERT INTO free DEFAULT VALUES; INSERT INTO free (id) VALUES (1000)');
  await client.query('INSERT INTO "Loaded" SELECT generate_series(1, 3)');
  const taken = async () => value(await look(), 'sequences').taken;
  expect(await taken()).toEqual([{ sequence: '"Loaded_Id_seq"', next: 1, called: false }]);
  await client.query(`SELECT setval('"Loaded_Id_seq"', 1)`);
  expect(await taken()).toEqual([{ sequence: '"Loaded_Id_seq"', next: 2, called: true }]);
  await client.query('BEGIN; LOCK TABLE "Loaded"');
  expect(await taken()).toEqual([]);
  await client.query('COMMIT');
  await client.query(`SELECT setval('"Loaded_Id_seq"', 3)`);
  expect(await taken()).toEqual([]);
  await client.query('DROP TABLE "Loaded", free');
  await client.end();
});

test('a collation that sorts by another version than was noted, where it is used', async () => {
  const client = await server.connect();
  const set = (version: string) =>
    client.query(`UPDATE pg_collation SET collversion = '${version}' WHERE collname LIKE 'aged%'`);
  await client.query("CREATE COLLATION aged (provider = icu, locale = 'de')");
  await client.query("CREATE COLLATION aged_unused (provider = icu, locale = 'sv')");
  await set('1');
  expect(value(await look(), 'collations')).toEqual([]);
  await client.query('CREATE TABLE sorted (name text COLLATE aged)');
  const aged = { kind: 'collation', name: 'public.aged', noted: '1', actual: expect.any(String) };
  expect(value(await look(), 'collations')).toEqual([aged]);
  await client.query('ALTER COLLATION public.aged REFRESH VERSION');
  expect(value(await look(), 'collations')).toEqual([]);
  await client.query('DROP TABLE sorted; DROP COLLATION aged; DROP COLLATION aged_unused');
  await client.end();
});

test('a database that sorts by another version than was noted', async () => {
  const client = await server.connect();
  await client.query(
    "CREATE DATABASE \"Sorted\" TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'de' LOCALE 'C'",
  );
  const sorted = async () => value(await look({ database: 'Sorted' }), 'collations');
  expect(await sorted()).toEqual([]);
  await client.query("UPDATE pg_database SET datcollversion = '1' WHERE datname = 'Sorted'");
  expect(await sorted()).toMatchObject([{ kind: 'database', name: '"Sorted"', noted: '1' }]);
  await client.query('DROP DATABASE "Sorted"');
  await client.end();
});

test('WAL that cannot be archived', async () => {
  const client = await server.connect();
  const archiveBy = async (command: string) => {
    await client.query(`ALTER SYSTEM SET archive_command = '${command}'`);
    await client.query('SELECT pg_reload_conf()');
  };
  const seen = async (has: 'failed' | 'archivedAgoMs') => {
    for (let tries = 0; tries < 200; tries++) {
      const found = value(await look(), 'archiving');
      if (found[has] !== undefined) return found;
      await sleep(50);
    }
    throw new Error(`nothing ${has}`);
  };
  await archiveBy('false');
  await client.query("SELECT pg_logical_emit_message(false, 'x', 'x'), pg_switch_wal()");
  expect(await seen('failed')).toMatchObject({
    isOn: true,
    failed: { wal: expect.stringMatching(/^0+10+1$/) },
    archivedAgoMs: undefined,
  });
  await archiveBy('true');
  const { failed, archivedAgoMs = 0 } = await seen('archivedAgoMs');
  expect(failed?.agoMs).toBeGreaterThan(archivedAgoMs);
  await client.end();
});

test('dead rows', async () => {
  const client = await server.connect();
  await client.query('CREATE TABLE dead (n int) WITH (autovacuum_enabled = off)');
  await client.query('INSERT INTO dead SELECT generate_series(1, 500); DELETE FROM dead WHERE n > 100');
  await client.end();
  const dead = async () => value(await look(), 'deadTuples').find(({ table }) => table === 'dead');
  for (let tries = 0; tries < 100 && (await dead()) === undefined; tries++) await sleep(20);
  expect(await dead()).toEqual({ table: 'dead', live: 100, dead: 400 });
});

describe('a role without pg_monitor', () => {
  const plain = { user: 'plain', password: undefined };
  let target: Partial<DatabaseTarget>;
  beforeAll(async () => {
    const client = await server.connect();
    await client.query("CREATE ROLE plain LOGIN PASSWORD 'a-password-for-tests'");
    await client.query('CREATE SEQUENCE unseen');
    await client.end();
    target = { ...plain, password: server.target().password };
  });

  test('counts what is hidden from it', async () => {
    const other = await server.connect();
    await other.query('BEGIN; SELECT 1');
    const seen = await look(target);
    expect(seen.user).toBe('plain');
    expect(value(seen, 'transactions').sessions).toEqual([]);
    expect(value(seen, 'transactions').hidden).toBeGreaterThan(0);
    expect(value(seen, 'connections').used).toBeGreaterThan(1);
    expect(value(seen, 'sequences').hidden).toBe(1);
    await other.end();
  });

  test('the limits of its database and of roles with sessions, its own session left out', async () => {
    const client = await server.connect();
    await client.query('ALTER ROLE plain CONNECTION LIMIT 3; CREATE ROLE unused CONNECTION LIMIT 2');
    await client.query('ALTER DATABASE postgres CONNECTION LIMIT 7');
    const other = await server.connect('postgres', 'plain');
    try {
      expect(value(await look(target), 'connections').limits).toEqual([
        { of: 'database postgres', limit: 7, used: 2 },
        { of: 'role plain', limit: 3, used: 1 },
      ]);
    } finally {
      await other.end();
      await client.query('ALTER ROLE plain CONNECTION LIMIT -1; DROP ROLE unused');
      await client.query('ALTER DATABASE postgres CONNECTION LIMIT -1');
      await client.end();
    }
  });

  test('a vital that it may not read says why, the others are there', async () => {
    const client = await server.connect();
    await client.query('REVOKE SELECT ON pg_catalog.pg_stat_database FROM PUBLIC');
    const seen = await look(target);
    await client.query('GRANT SELECT ON pg_catalog.pg_stat_database TO PUBLIC');
    await client.end();
    expect(seen.vitals.cache).toMatchObject({ seen: false, failure: { code: '42501' } });
    expect(value(seen, 'sizeBytes')).toBeGreaterThan(0);
  });
});

test('it changes nothing: its transactions are read-only and its settings do not stay', async () => {
  await look();
  const client = await server.connect();
  const { rows } = await client.query(
    "SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'failsafe'",
  );
  expect(rows).toEqual([{ n: 0 }]);
  await client.end();
});
