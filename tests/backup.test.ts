import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest';
import { checksumFlaws, writeChecksums } from '../src/operations/backup/checksums.ts';
import { decodeDump } from '../src/operations/backup/decode-dump.ts';
import { localPrograms } from '../src/operations/postgres/server.ts';
import { type BackupApp, backupApp, NO_CLIENTS } from './support/backup-app.ts';
import { LONG } from './support/long-test.ts';

if (NO_CLIENTS !== undefined) test.skip(NO_CLIENTS);

/** All rows of all tables, and what of a database stands in no dump. */
const CONTENT = `select json_build_array(
  (select json_agg(l order by id) from sales."order lines" l), (select json_agg(a) from sales.alembic_version a),
  (select count(*) from sales.sums), (select count(*) from sales.empty),
  (select json_build_array(pg_get_userbyid(datdba), datacl::text, (select json_agg(setconfig) from pg_db_role_setting where setdatabase = d.oid))
    from pg_database d where datname = 'shop'))::text as content`;

describe.skipIf(NO_CLIENTS !== undefined)('backup and restore of a database at an address', () => {
  let app: BackupApp;
  const backups = (folder = '.failsafe/backups') =>
    readdirSync(join(app.folder, folder))
      .filter(name => /^\d/.test(name))
      .sort();
  const content = async () => {
    const client = await app.server.connect('shop');
    const { rows } = await client.query(CONTENT);
    await client.end();
    return rows[0].content;
  };
  const databases = async () => {
    const client = await app.server.connect();
    const { rows } = await client.query('select datname from pg_database order by 1');
    await client.end();
    return rows.map(({ datname }) => datname as string);
  };
  const newest = () => join(app.folder, '.failsafe/backups', backups().at(-1) ?? '');

  beforeAll(async () => {
    app = await backupApp();
  });
  afterAll(() => app[Symbol.asyncDispose]());

  test('what is restored is what was saved, while others read and reconnect', async () => {
    const before = await content();
    const saved = await app.failsafe('backup', '--json');
    expect(saved.exitCode, saved.stderr).toBe(0);
    const { backup, steps } = JSON.parse(saved.stdout);
    expect(steps.every(({ status }: { status: string }) => status === 'done')).toBe(true);
    execFileSync('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], { cwd: newest() });
    expect(statSync(newest()).mode & 0o077).toBe(0);

    await app.client.query('delete from sales."order lines" where id > 5; drop table sales.alembic_version');
    const changed = await app.server.connect('shop');
    expect((await changed.query('select count(*)::int as n from sales."order lines"')).rows[0].n).toBe(5);

    const stop = new AbortController();
    const reading = (async () => {
      for (; !stop.signal.aborted; await sleep(20)) {
        const client = await app.server.connect('shop').catch(() => undefined);
        await client?.query('select pg_sleep(0.2)').catch(() => undefined);
        await client?.end().catch(() => undefined);
      }
    })();
    const restored = await app.failsafe('restore', backup, '--yes');
    stop.abort();
    await reading;
    expect(restored.exitCode, restored.stderr).toBe(0);
    expect(Number(/swap the databases: (\d+) ms/.exec(restored.stderr)?.[1])).toBeLessThan(5000);
    expect(await content()).toBe(before);
    const old = (await databases()).filter(name => name.startsWith('failsafe_'));
    expect(old).toEqual([expect.stringMatching(/^failsafe_old_.*_shop$/)]);
    // Before it, what was there was saved as well
    expect(backups()).toHaveLength(2);
  });

  test('a flipped bit and a lost end are refused, in whatever file', async () => {
    const folder = newest();
    const files = readdirSync(folder);
    const total = LONG ? 1000 : 200;
    const programs = localPrograms({ folder: process.env.FAILSAFE_TEST_POSTGRES ?? '', major: 15 });
    let refused = 0;
    for (let index = 0; index < total; index++) {
      // More of them where there is more to hit
      const file = join(folder, index % 4 === 0 ? (files[index % files.length] ?? '') : 'db.dump');
      const whole = readFileSync(file);
      const bytes = Buffer.from(whole);
      const at = (index * 7919) % bytes.length;
      bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << (index % 8)), at);
      writeFileSync(file, bytes);
      refused += (await checksumFlaws(folder)).length > 0 ? 1 : 0;
      writeFileSync(file, whole);
    }
    expect(refused).toBe(total);

    const kept: string[] = [];
    for (const file of files) {
      const whole = readFileSync(join(folder, file));
      const lengths = LONG ? whole.length : 40;
      for (let index = 0; index < lengths; index++) {
        const length = Math.floor((index * whole.length) / lengths);
        truncateSync(join(folder, file), length);
        if ((await checksumFlaws(folder)).length === 0) kept.push(`${file} cut to ${length}`);
        writeFileSync(join(folder, file), whole);
      }
    }
    expect(kept).toEqual([]);
    expect(await checksumFlaws(folder)).toEqual([]);
    await decodeDump(programs, join(folder, 'db.dump'), AbortSignal.timeout(60_000));
  });

  test('the decoding finds a lost end by itself, before there is a checksum', async () => {
    const file = join(newest(), 'db.dump');
    const whole = readFileSync(file);
    const programs = localPrograms({ folder: process.env.FAILSAFE_TEST_POSTGRES ?? '', major: 15 });
    for (const share of [0, 0.1, 0.5, 0.9, 0.99]) {
      truncateSync(file, Math.floor(whole.length * share));
      await expect(decodeDump(programs, file, AbortSignal.timeout(60_000))).rejects.toThrow('pg_restore');
      writeFileSync(file, whole);
    }
  });

  test('a damaged backup is neither verified nor restored; nothing is touched', async () => {
    const [first = ''] = backups();
    const file = join(app.folder, '.failsafe/backups', first, 'db.dump');
    const whole = readFileSync(file);
    truncateSync(file, whole.length - 1);
    const [before, names] = [await content(), await databases()];
    for (const command of [
      ['backup', 'verify', first],
      ['restore', first, '--yes'],
    ]) {
      const { exitCode, stderr } = await app.failsafe(...command);
      expect({ exitCode, stderr }).toEqual({
        exitCode: 2,
        stderr: expect.stringContaining('BACKUP_DAMAGED'),
      });
    }
    writeFileSync(file, whole);
    expect([await content(), await databases()]).toEqual([before, names]);
  });

  test('a restore that fails in the middle, or comes out differently, leaves the live database untouched', async () => {
    const [before, names] = [await content(), await databases()];
    const client = await app.server.connect('shop');
    await client.query('create role passing; alter table sales.empty owner to passing');
    await app.failsafe('backup');
    await client.query('alter table sales.empty owner to postgres; drop role passing');
    await client.end();
    const failed = await app.failsafe('restore', '--yes', '--no-safety-backup');
    expect(failed.exitCode).toBe(2);
    expect(failed.stderr).toMatch(/RESTORE_FAILED[\s\S]*role "passing" does not exist/);

    const manifest = join(newest(), 'manifest.json');
    const text = readFileSync(manifest, 'utf8');
    writeFileSync(manifest, text.replace('"rows": 2000', '"rows": 2001'));
    await writeChecksums(newest());
    const made = await app.server.connect();
    await made.query('create role passing');
    const other = await app.failsafe('restore', '--yes', '--no-safety-backup');
    expect(other.stderr).toMatch(/RESTORE_FAILED[\s\S]*order lines has 2000 rows instead of 2001/);
    await made.query('drop role passing');
    expect([await content(), await databases()]).toEqual([before, names]);
  });

  test('Ctrl-C while a table is locked leaves nothing behind; meanwhile nobody else may begin', async () => {
    const had = backups();
    const holder = await app.server.connect('shop');
    await holder.query('begin; lock table sales.empty in access exclusive mode');
    const running = app.failsafe('backup');
    const observer = await app.server.connect();
    const ours = async () =>
      (await observer.query("select 1 from pg_stat_activity where application_name like 'failsafe-%'"))
        .rowCount ?? 0;
    for (let tries = 0; (await ours()) < 2 && tries < 300; tries++) await sleep(100);
    const second = await app.failsafe('backup');
    expect(second.stderr).toContain('OPERATION_RUNS');
    running.kill('SIGINT');
    const stopped = await running;
    expect({ exitCode: stopped.exitCode, stderr: stopped.stderr }).toEqual({
      exitCode: 130,
      stderr: expect.stringContaining('STOPPED'),
    });
    for (let tries = 0; (await ours()) > 0 && tries < 100; tries++) await sleep(100);
    expect(await ours()).toBe(0);
    expect(backups()).toEqual(had);
    await holder.end();
  });

  /** Mounts a disk of this size over a folder while something is done. */
  async function onSmallDisk(
    context: TestContext,
    folder: string,
    size: string,
    work: () => Promise<void>,
  ): Promise<void> {
    await mkdir(folder, { recursive: true });
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'ignore' });
    } catch {
      context.skip('only root may mount a small tmpfs');
    }
    try {
      await work();
    } finally {
      execFileSync('umount', [folder]);
    }
  }

  test('a full disk makes no backup, and says so', context =>
    onSmallDisk(context, join(app.folder, 'full'), '32k', async () => {
      const file = join(app.folder, 'failsafe.yaml');
      const text = readFileSync(file, 'utf8');
      writeFileSync(file, `${text}backup: { folder: full }\n`);
      const { exitCode, stderr } = await app.failsafe('backup');
      writeFileSync(file, text);
      expect(exitCode).toBe(2);
      expect(stderr).toMatch(/BACKUP_FAILED[\s\S]*(?:No space left|ENOSPC)/);
      expect(backups('full')).toEqual([]);
    }));

  test('a disk without room for the lock is no defect of failsafe: what to do is said, nothing is left', context => {
    const folder = join(app.folder, '.failsafe');
    return onSmallDisk(context, folder, '8k', async () => {
      writeFileSync(join(folder, 'filled'), Buffer.alloc(8192));
      const { exitCode, stderr } = await app.failsafe('backup');
      expect({ exitCode, stderr }).toEqual({
        exitCode: 2,
        stderr: expect.stringMatching(/DISK_REFUSED[\s\S]*ENOSPC[\s\S]*fix +Make room/),
      });
      expect(readdirSync(folder).sort()).toEqual(['filled', 'lock']);
      expect(readdirSync(join(folder, 'lock'))).toEqual([]);
    });
  });
});
