import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BackupApp, backupApp, NO_CLIENTS } from './support/backup-app.ts';

if (NO_CLIENTS !== undefined) test.skip(NO_CLIENTS);

/** What a database may hold beside plain tables, and is easily lost. */
const ODD = [
  'create role reader; create role writer login; create role "Odd Name"',
  'create table sales.parts (id bigint generated always as identity, at date not null, n int, twice int generated always as (n * 2) stored) partition by range (at)',
  "create table sales.parts_old partition of sales.parts for values from ('2020-01-01') to ('2026-01-01')",
  'create table sales.parts_rest partition of sales.parts default',
  "insert into sales.parts (at, n) select date '2025-01-01' + n, n from generate_series(1, 700) n",
  'alter table sales.parts owner to writer; grant select on sales.parts to reader; grant update (n) on sales.parts to "Odd Name"',
  'alter table sales.parts enable row level security; create policy mine on sales.parts using (n > 0)',
  'create materialized view sales.per_year as select extract(year from at) as y, count(*) from sales.parts group by 1',
  'create unlogged table sales.scratch (id int); insert into sales.scratch values (1)',
  "create type sales.mood as enum ('fine', 'so \"so\"'); create domain sales.positive as int check (value > 0)",
  'create table sales.moods (m sales.mood, p sales.positive); insert into sales.moods values (\'so "so"\', 1)',
  `create function sales.touch() returns trigger language plpgsql as $$ begin new.n := coalesce(new.n, 0); return new; end $$`,
  'create trigger touch before insert on sales.parts for each row execute function sales.touch()',
  "create sequence sales.counter start 5 increment 5; select nextval('sales.counter'), nextval('sales.counter')",
  'create publication changes for table sales.moods',
  'create statistics sales.together on at, n from sales.parts',
  'comment on table sales.parts is \'with a "quote" and a \\ in it\'',
  'alter default privileges in schema sales grant select on tables to reader',
  "select lo_from_bytea(4242, decode(repeat('ab', 5000), 'hex')); alter large object 4242 owner to writer",
  'create index concurrently_like on sales.parts (n) where n > 10; create unique index on sales.moods ((p + 1))',
  'create table sales."ünï Tab""le" ("a b" int, "select" text); insert into sales."ünï Tab""le" values (1, E\'\\u00e4\\n\')',
  'alter database shop connection limit 50',
  "comment on database shop is 'where it''s sold'",
  "alter role writer in database shop set statement_timeout to '5s'",
];

const PROPERTIES = `select to_jsonb(d) - 'oid' - 'datfrozenxid' - 'datminmxid' - 'datlastsysoid' as d,
  (select jsonb_agg(s) from pg_db_role_setting s where setdatabase = d.oid and setrole <> 0) is null as unset,
  shobj_description(d.oid, 'pg_database') as comment
  from pg_database d where datname = 'shop'`;

describe.skipIf(NO_CLIENTS !== undefined)('what a database may hold beside plain tables', () => {
  let app: BackupApp;
  beforeAll(async () => {
    app = await backupApp();
    for (const line of ODD) await app.client.query(line);
  });
  afterAll(() => app[Symbol.asyncDispose]());

  const dumped = () => {
    const bin = process.env.FAILSAFE_TEST_POSTGRES ?? dirname('');
    const env = { PGPASSWORD: 'a-password-for-tests' };
    const address = ['-h', '127.0.0.1', '-p', String(app.server.port), '-U', 'postgres'];
    const text = execFileSync(join(bin, 'pg_dump'), [...address, 'shop'], {
      env,
      encoding: 'utf8',
      maxBuffer: 1e8,
    });
    return text.split('\n').filter(line => !/^\\(?:un)?restrict /.test(line));
  };
  const properties = async () => {
    const client = await app.server.connect('postgres');
    const { rows } = await client.query(PROPERTIES);
    await client.end();
    return rows;
  };

  test('comes back as it was, to the last line of a dump', async () => {
    const [text, facts] = [dumped(), await properties()];
    const saved = await app.failsafe('backup', '--json');
    expect(saved.exitCode, saved.stderr).toBe(0);
    await app.client.query('drop schema sales cascade; select lo_unlink(4242); drop publication changes');
    const restored = await app.failsafe('restore', JSON.parse(saved.stdout).backup, '--yes');
    expect(restored.exitCode, restored.stderr).toBe(0);
    expect(await properties()).toEqual(facts);
    expect(dumped()).toEqual(text);
  });
});
