import { globSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type pg from 'pg';
import { ROOT } from './deployment.ts';
import { startPostgres, type TestServer } from './postgres-server.ts';

/** Server and clients of one version: PostgreSQL's clients refuse a server that is newer. */
const [SERVER_BINARIES] = globSync('/usr/lib/postgresql/*/bin/postgres').sort().reverse();
if (SERVER_BINARIES !== undefined) process.env.FAILSAFE_TEST_POSTGRES ??= join(SERVER_BINARIES, '..');

/** Why tests that need pg_dump cannot be made here; undefined when they can. */
export const NO_CLIENTS =
  SERVER_BINARIES === undefined ? 'there is no PostgreSQL with pg_dump here (package postgresql)' : undefined;

/** A database at an address, with things in it that are easily lost, and failsafe beside it. */
export interface BackupApp extends AsyncDisposable {
  readonly folder: string;
  readonly server: TestServer;
  readonly client: pg.Client;
  failsafe(...args: string[]): ReturnType<typeof callFailsafe>;
}

const callFailsafe = (folder: string, args: readonly string[]) =>
  execa(process.execPath, [join(ROOT, 'bin/failsafe.js'), ...args], {
    cwd: folder,
    reject: false,
    stdin: 'ignore',
    env: { DB_PASSWORD: 'a-password-for-tests' },
  });

const CONTENT = [
  'create role shop_owner login',
  'create database shop owner shop_owner',
  'alter database shop set search_path to sales, public',
  "alter database shop set work_mem to '5MB'",
  'revoke all on database shop from public',
  'grant connect on database shop to shop_owner',
];
const TABLES = [
  'create schema sales',
  'create table sales."order lines" (id serial primary key, t text, at timestamptz default now(), price numeric, raw bytea, tags text[])',
  `insert into sales."order lines" (t, price, raw, tags)
     select 'line ' || n || E'\\n\\\\ " ''', n / 7.0, decode(md5(n::text), 'hex'), array[n::text, null] from generate_series(1, 2000) n`,
  'create table alembic_version (version_num varchar(32) not null)',
  "insert into alembic_version values ('a1b2')",
  'create table empty (id int)',
  'create view sums as select count(*) from sales."order lines"',
];

/** Starts a server, fills a database, writes failsafe.yaml. */
export async function backupApp(more: readonly string[] = []): Promise<BackupApp> {
  const server = await startPostgres();
  const folder = await mkdtemp(join(tmpdir(), 'failsafe-backup-'));
  const setup = await server.connect();
  for (const line of CONTENT) await setup.query(line);
  const client = await server.connect('shop');
  for (const line of TABLES) await client.query(line);
  const database = `{ host: 127.0.0.1, port: ${server.port}, database: shop, user: postgres, password: { env: DB_PASSWORD } }`;
  await writeFile(join(folder, 'docker-compose.yml'), 'services: { web: { image: shop } }\n');
  const stack = 'stack: { compose: docker-compose.yml }';
  const lines = ['version: 1', 'project: shop', stack, `targets: { db: ${database} }`, ...more, ''];
  await writeFile(join(folder, 'failsafe.yaml'), lines.join('\n'));
  return {
    folder,
    server,
    client,
    failsafe: (...args) => callFailsafe(folder, args),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
