import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { writeChecksums } from '../src/operations/backup/checksums.ts';
import { composeFixture } from '../src/runtimes/docker/testing/compose-fixture.ts';
import { ROOT } from './support/deployment.ts';
import { BASE_IMAGE, engine } from './support/engine.ts';
import { LONG } from './support/long-test.ts';
import { PASSWORD, postgresService, postgresTarget } from './support/postgres-service.ts';

const docker = await engine();
if (!docker.available) test.skip(docker.reason);

/** A database that publishes no port, and a service that stands on it. */
async function deployment(more: Readonly<Record<string, unknown>> = {}) {
  const fixture = await composeFixture({
    services: {
      db: postgresService,
      app: {
        image: BASE_IMAGE,
        command: 'sleep infinity',
        stop_grace_period: '0s',
        depends_on: { db: { condition: 'service_healthy' } },
      },
    },
  });
  const { folder, project } = fixture;
  await writeFile(
    join(folder, 'failsafe.yaml'),
    JSON.stringify({
      version: 1,
      project: 'shop',
      stack: { runtime: 'compose', compose: 'docker-compose.yml', project },
      targets: {
        db: postgresTarget,
      },
      ...more,
    }),
  );
  await fixture.compose('up', '-d');
  const failsafe = (...args: string[]) =>
    execa(process.execPath, [join(ROOT, 'bin/failsafe.js'), ...args], {
      cwd: folder,
      reject: false,
      stdin: 'ignore',
      env: { DB_PASSWORD: PASSWORD },
    });
  const psql = (sql: string) =>
    fixture.compose(
      'exec',
      '-T',
      '-e',
      `PGPASSWORD=${PASSWORD}`,
      'db',
      'psql',
      '-h',
      '127.0.0.1',
      '-U',
      'postgres',
      '-qAtd',
      'users_dev',
      '-c',
      sql,
    ) as Promise<{
      stdout: string;
    }>;
  return { fixture, failsafe, psql };
}

describe.runIf(docker.available)('backup and restore of a service of the compose file', () => {
  test.runIf(LONG)(
    'with the programs in its container, no port published; what stands on it is stopped and started',
    async () => {
      const { fixture, failsafe, psql } = await deployment();
      await using _ = fixture;
      await psql(
        "create table notes (id serial primary key, text text); insert into notes (text) select 'note ' || n from generate_series(1, 500) n",
      );
      const saved = await failsafe('backup');
      expect(saved.exitCode, saved.stderr).toBe(0);
      expect((await failsafe('backup', 'verify', '--drill')).exitCode).toBe(0);
      await psql('drop table notes');

      const plan = await failsafe('restore', '--dry-run');
      expect(plan.stdout).toMatch(/stop app[\s\S]*docker compose .* stop app[\s\S]*rename to users_dev/);
      expect((await psql("select count(*) from pg_tables where tablename = 'notes'")).stdout).toBe('0');

      const restored = await failsafe('restore', '--yes');
      expect(restored.exitCode, restored.stderr).toBe(0);
      expect(restored.stderr).toMatch(/stop app[\s\S]*swap[\s\S]*start app/);
      expect((await psql("select count(*) || ' ' || max(text) from notes")).stdout).toBe('500 note 99');
      expect((await failsafe('check', '--grep', 'containers')).exitCode).toBe(0);
      for (const { stdout, stderr } of [saved, plan, restored])
        expect(stdout + stderr).not.toContain(PASSWORD);

      await fixture.compose('stop', 'db');
      const down = await failsafe('backup');
      expect({ exitCode: down.exitCode, stderr: down.stderr }).toEqual({
        exitCode: 2,
        stderr: expect.stringContaining('SERVICE_NOT_RUNNING'),
      });
    },
  );

  test.runIf(LONG)(
    'a monitor that runs makes what was missed, backup and drill, and tells of a drill that fails until one goes well',
    async () => {
      const { fixture, failsafe, psql } = await deployment({
        monitor: { interval: '1s' },
        backup: { schedule: '30 2 * * *', drill: '0 4 * * *' },
      });
      await using _ = fixture;
      const at = (...names: string[]) => join(fixture.folder, '.failsafe', ...names);
      const json = async (file: string) => JSON.parse(await readFile(file, 'utf8').catch(() => '{}'));
      const runs = () => json(at('backup-runs/runs.json'));
      const missed = async () => {
        const startedAt = Date.now() - 3 * 86_400_000;
        await mkdir(at('backup-runs'), { recursive: true });
        await writeFile(
          at('backup-runs/runs.json'),
          JSON.stringify({ ...(await runs()), drill: { startedAt, only: 'known' } }),
        );
        return startedAt;
      };
      const drilled = async (before: number) => {
        for (;;) {
          const { drill } = await runs();
          if (drill.startedAt > before && drill.only === undefined) return drill;
          await sleep(200);
        }
      };
      await psql(
        "create table notes (id serial primary key, text text); insert into notes (text) select 'note ' || n from generate_series(1, 500) n",
      );
      const before = await missed();
      const backup = { startedAt: before, only: 'known' };
      await writeFile(at('backup-runs/runs.json'), JSON.stringify({ ...(await runs()), backup }));
      const started = await failsafe('monitor', '--detach');
      expect(started.exitCode, started.stderr).toBe(0);
      try {
        expect(await drilled(before)).not.toHaveProperty('problem');
        const list = JSON.parse((await failsafe('backup', 'list', '--json')).stdout);
        expect(list).toMatchObject({
          backups: [{ reason: 'backup' }],
          runs: { drill: { startedAt: expect.anything() } },
        });
        const left = await psql("select count(*) from pg_database where datname like 'failsafe%'");
        expect(left.stdout).toBe('0');

        // The dump is whole, and is not what the manifest says: only a drill sees it
        const file = at('backups', list.backups[0].id, 'manifest.json');
        const text = await readFile(file, 'utf8');
        const change = async (rows: number) => {
          await writeFile(file, text.replace('"rows": 500', `"rows": ${rows}`));
          await writeChecksums(join(file, '..'));
        };
        await change(501);
        const failed = await drilled(await missed());
        expect(failed.problem).toMatchObject({ message: expect.anything() });
        const alerts = async () => (await failsafe('monitor', 'alerts')).stdout;
        for (let tries = 0; tries < 100 && !(await alerts()).includes('@drill'); tries++) await sleep(300);
        expect(await alerts()).toContain('@drill');

        await change(500);
        expect((await failsafe('backup', 'verify', '--drill')).exitCode).toBe(0);
        expect(await runs()).not.toHaveProperty('drill.problem');
      } finally {
        await failsafe('monitor', 'stop');
      }
    },
    400_000,
  );
});
