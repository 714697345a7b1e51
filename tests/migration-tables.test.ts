import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { check } from '../src/levels/database/migrations.ts';
import { probe } from '../src/probes/postgres-query.ts';
import { loaded } from './support/database-seen.ts';
import { startPostgres, type TestServer } from './support/postgres-server.ts';
import { contextFor } from './support/probe-context.ts';

const root = mkdtempSync(join(tmpdir(), 'failsafe-migrations-'));
const FILES = [
  'django/shop/migrations/__init__.py',
  'django/shop/migrations/0001_initial.py',
  'django/shop/migrations/0002_price.py',
  'django/cart/migrations/0001_all.py',
  'flyway/V1__init.sql',
  'flyway/V1.1__more.sql',
  'flyway/R__views.sql',
  'flyway/U1.1__more.sql',
  'go/000001_init.up.sql',
  'go/000002_more.up.sql',
  'rails/20240101000000_a.rb',
  'rails/20240102000000_b.rb',
  'rails/20240103000000_c.rb',
  'prisma/20240101_init/migration.sql',
  'prisma/20240102_more/migration.sql',
];

let server: TestServer;
beforeAll(async () => {
  for (const file of FILES) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), '');
  }
  server = await startPostgres();
});
afterAll(async () => {
  rmSync(root, { recursive: true });
  await server?.[Symbol.asyncDispose]();
});

const DJANGO = 'django_migrations (id serial, app text, name text)';
const FLYWAY = 'flyway_schema_history (installed_rank serial, version text, success boolean)';
const GO = 'schema_migrations (version bigint, dirty boolean)';
const RAILS = 'schema_migrations (version text)';
const PRISMA =
  '_prisma_migrations (migration_name text, finished_at timestamptz, rolled_back_at timestamptz, started_at serial)';

test.each<[string, string, string, string, string]>([
  [
    'django',
    DJANGO,
    "(app, name) VALUES ('auth', '0001_initial'), ('auth', '0002_price')",
    'django/shop/migrations',
    'fail NOT_MIGRATED',
  ],
  [
    'django',
    DJANGO,
    "(app, name) VALUES ('auth', '0002_price'), ('shop', '0001_initial')",
    'django/shop/migrations',
    'fail NOT_AT_HEAD',
  ],
  [
    'django',
    DJANGO,
    "(app, name) VALUES ('shop', '0001_initial'), ('shop', '0002_price')",
    'django/shop/migrations',
    'pass OK',
  ],
  ['flyway', FLYWAY, "(version, success) VALUES ('1', true)", 'flyway', 'fail NOT_AT_HEAD'],
  [
    'flyway',
    FLYWAY,
    "(version, success) VALUES ('1', true), ('1.1', false)",
    'flyway',
    'fail MIGRATION_FAILED',
  ],
  [
    'flyway',
    FLYWAY,
    "(version, success) VALUES ('1', true), ('1.1', true), (NULL, true)",
    'flyway',
    'pass OK',
  ],
  [
    'flyway',
    FLYWAY,
    "(version, success) VALUES ('1', true), ('1.1', true), ('1.10', true)",
    'flyway',
    'fail AHEAD_OF_CODE',
  ],
  [
    'django',
    DJANGO,
    "(app, name) VALUES ('shop', '0001_initial'), ('shop', '0002_price'), ('shop', '0003_tax')",
    'django/shop/migrations',
    'fail AHEAD_OF_CODE',
  ],
  [
    'django',
    DJANGO,
    "(app, name) VALUES ('cart', '0001_initial'), ('cart', '0002_tax'), ('cart', '0001_all')",
    'django/cart/migrations',
    'pass OK',
  ],
  [
    'rails',
    RAILS,
    "VALUES ('20240104000000'), ('20240103000000'), ('20240102000000'), ('20240101000000')",
    'rails',
    'fail AHEAD_OF_CODE',
  ],
  [
    'prisma',
    PRISMA,
    "VALUES ('20240101_init', now(), NULL), ('20240102_more', now(), NULL), ('20240103_new', now(), NULL)",
    'prisma',
    'fail AHEAD_OF_CODE',
  ],
  ['golang-migrate', GO, 'VALUES (2, true)', 'go', 'fail MIGRATION_FAILED'],
  ['golang-migrate', GO, 'VALUES (2, false)', 'go', 'pass OK'],
  ['rails', RAILS, "VALUES ('20240101000000'), ('20240103000000')", 'rails', 'fail MIGRATION_PASSED_OVER'],
  ['rails', RAILS, "VALUES ('20240101000000'), ('20240102000000'), ('20240103000000')", 'rails', 'pass OK'],
  [
    'prisma',
    PRISMA,
    "VALUES ('20240101_init', now(), NULL), ('20240102_more', NULL, NULL)",
    'prisma',
    'fail MIGRATION_FAILED',
  ],
  [
    'prisma',
    PRISMA,
    "VALUES ('20240101_init', now(), NULL), ('20240102_more', NULL, now())",
    'prisma',
    'fail NOT_AT_HEAD',
  ],
  [
    'prisma',
    PRISMA,
    "VALUES ('20240101_init', now(), NULL), ('20240102_more', now(), NULL)",
    'prisma',
    'pass OK',
  ],
])('%s: %s %s and %s: %s', async (_tool, table, rows, folder, expected) => {
  const client = await server.connect();
  const [name = ''] = table.split(' ');
  await client.query(`DROP TABLE IF EXISTS ${name}; CREATE TABLE ${table}; INSERT INTO ${name} ${rows}`);
  await client.end();
  const [instance] = check.instances(loaded({ migrations: { table: name, folder } }, root));
  if (instance === undefined) throw new Error('not applied');
  const seen = await probe.observe({ ...instance.params, target: server.target() }, contextFor(5000));
  const { status, code } = check.evaluate(seen, instance.expectation);
  expect(`${status} ${code}`).toBe(expected);
});

test('a head of Django is one of an application', async () => {
  const client = await server.connect();
  await client.query(`DROP TABLE IF EXISTS django_migrations; CREATE TABLE ${DJANGO}`);
  await client.query("INSERT INTO django_migrations (app, name) VALUES ('auth', '0001_initial')");
  await client.end();
  for (const [head, expected] of [
    ['auth.0001_initial', 'pass'],
    ['shop.0001_initial', 'fail'],
  ] as const) {
    const [instance] = check.instances(loaded({ migrations: { table: 'django_migrations', head } }, root));
    if (instance === undefined) throw new Error('not applied');
    const seen = await probe.observe({ ...instance.params, target: server.target() }, contextFor(5000));
    expect(check.evaluate(seen, instance.expectation).status).toBe(expected);
  }
});

test('Alembic with several version_locations has a row for the head of each', async () => {
  const files = { shop: ['a1', 'a2'], stock: ['b1'] };
  for (const [name, revisions] of Object.entries(files)) {
    mkdirSync(join(root, name));
    for (const [at, id] of revisions.entries()) {
      const before = at === 0 ? 'None' : `'${revisions[at - 1]}'`;
      writeFileSync(join(root, name, `${id}.py`), `revision = '${id}'\ndown_revision = ${before}\n`);
    }
  }
  const migrations = { table: 'alembic_version', folder: Object.keys(files) };
  const [instance] = check.instances(loaded({ migrations }, root));
  if (instance === undefined) throw new Error('not applied');
  const client = await server.connect();
  await client.query('CREATE TABLE alembic_version (version_num text)');
  const codeWith = async (...rows: string[]) => {
    await client.query('TRUNCATE alembic_version');
    await client.query('INSERT INTO alembic_version SELECT unnest($1::text[])', [rows]);
    const seen = await probe.observe({ ...instance.params, target: server.target() }, contextFor(5000));
    return check.evaluate(seen, instance.expectation).code;
  };
  expect(await codeWith('a2', 'b1')).toBe('OK');
  expect(await codeWith('a2')).toBe('NOT_AT_HEAD');
  expect(await codeWith('a1', 'b1')).toBe('NOT_AT_HEAD');
  expect(await codeWith('a2', 'b2')).toBe('AHEAD_OF_CODE');
  await client.end();
});
