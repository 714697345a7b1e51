import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { deployApp } from './support/deploy-app.ts';
import { engine } from './support/engine.ts';
import { LONG } from './support/long-test.ts';
import { IMAGE, PASSWORD, postgresService, postgresTarget } from './support/postgres-service.ts';

const docker = await engine();
if (!docker.available) test.skip(docker.reason);

const psql = (...statements: string[]) => [
  'psql',
  '-qAt',
  '-h',
  'db',
  '-U',
  'postgres',
  'users_dev',
  ...statements.flatMap(one => ['-c', one]),
];

describe.runIf(docker.available && LONG)('deploy and the schema of the database', () => {
  test('what has migrated the database is not rolled back, and says why; nor is old code put on a newer one', async () => {
    await using app = await deployApp(
      { name: 'one' },
      {
        env: { DB_PASSWORD: PASSWORD },
        services: {
          db: { ...postgresService, ports: ['127.0.0.1::5432'] },
          tool: {
            ...IMAGE,
            entrypoint: ['sleep', 'infinity'],
            stop_grace_period: '0s',
            environment: { PGPASSWORD: PASSWORD },
          },
        },
        yaml: {
          targets: {
            db: postgresTarget,
          },
          database: { target: 'db', migrations: { table: 'alembic_version', folder: 'versions' } },
        },
      },
    );
    const versions = join(app.folder, 'versions');
    const revision = (id: string, down: string) =>
      writeFile(join(versions, `${id}.py`), `revision = "${id}"\ndown_revision = ${down}\n`);
    const migrated = (id: string) => ({
      migrate: [{ service: 'tool', run: psql(`update alembic_version set version_num = '${id}'`) }],
    });
    const sql = (...statements: string[]) =>
      app.fixture.compose('exec', '-T', 'tool', ...psql(...statements)) as Promise<{ stdout: string }>;
    await mkdir(versions);
    await revision('0001', 'None');
    await app.fixture.compose('up', '-d', '--build', '--wait');
    await sql(
      'create table alembic_version (version_num text)',
      "insert into alembic_version values ('0001')",
    );
    const first = await app.failsafe('deploy');
    expect(first.exitCode, first.stderr).toBe(0);
    const old = await app.runs();

    await revision('0002', '"0001"');
    await app.change({ name: 'two', status: 500 });
    await app.describe(migrated('0002'));
    const bad = await app.failsafe('deploy');
    expect(bad.exitCode).toBe(2);
    expect(bad.stderr).toMatch(
      /DEPLOY_NOT_ROLLED_BACK[\s\S]*ROLLBACK_SCHEMA[\s\S]*migrations were at 0001, and are at 0002 now/,
    );
    expect(bad.stderr).toContain('HTTP_STATUS');
    expect(await app.page()).toBe('two');
    const refused = await app.failsafe('rollback', '--yes');
    expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('ROLLBACK_SCHEMA') });
    expect(await app.page()).toBe('two');

    // Mended forward; an old checkout is then refused before anything is stopped
    await app.change({ name: 'three' });
    const forward = await app.failsafe('deploy');
    expect(forward.exitCode, forward.stderr).toBe(0);
    const startedAt = await app.startedAt();
    await sql("update alembic_version set version_num = '0003'");
    await app.change({ name: 'one' });
    const ahead = await app.failsafe('deploy');
    expect(ahead.exitCode).toBe(2);
    expect(ahead.stderr).toMatch(/DEPLOY_SCHEMA_AHEAD[\s\S]*0003/);
    expect(await app.startedAt()).toBe(startedAt);

    // The migration taken back by its own tool, the way back is open
    await sql("update alembic_version set version_num = '0001'");
    await app.describe({});
    const list = JSON.parse((await app.failsafe('deploy', 'list', '--json')).stdout).deploys;
    const { id } = list.findLast(
      ({ by, status }: { by: string; status: string }) => by === 'deploy' && status === 'kept',
    );
    const back = await app.failsafe('rollback', '--yes', '--to', id);
    expect(back.stderr).toContain('see that the old images serve');
    expect([await app.runs(), await app.page()]).toEqual([old, 'one']);
    for (const { stdout, stderr } of [first, bad, forward, ahead, back])
      expect(stdout + stderr).not.toContain(PASSWORD);
  }, 600_000);
});
