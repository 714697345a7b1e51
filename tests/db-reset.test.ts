import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { composeFixture } from '../src/runtimes/docker/testing/compose-fixture.ts';
import { ROOT } from './support/deployment.ts';
import { engine } from './support/engine.ts';
import { LONG } from './support/long-test.ts';
import { IMAGE, PASSWORD, postgresService, postgresTarget } from './support/postgres-service.ts';

const docker = await engine();
if (!docker.available) test.skip(docker.reason);

const sql = (...statements: string[]) => ['psql', '-qAt', ...statements.flatMap(one => ['-c', one])];
const RECREATE = sql('drop table if exists notes', 'create table notes (text text)');
const SEED = sql("insert into notes values ('seed')");

/** A database, and a service that has psql for its commands. */
async function shop(database = 'users_dev') {
  const fixture = await composeFixture({
    services: {
      db: { ...postgresService, ports: ['127.0.0.1::5432'] },
      app: {
        ...IMAGE,
        // A table that was missing is what a reset mends
        entrypoint: ['sh', '-c', 'while :; do echo Traceback; sleep 0.1; done'],
        stop_grace_period: '0s',
        environment: {
          DATABASE_URL: `postgresql://postgres:${PASSWORD}@db:5432/${database}`,
          PGHOST: 'db',
          PGUSER: 'postgres',
          PGDATABASE: database,
          PGPASSWORD: PASSWORD,
        },
        depends_on: { db: { condition: 'service_healthy' } },
      },
    },
  });
  const { folder, project } = fixture;
  const write = (more: Readonly<Record<string, unknown>>, stack: Readonly<Record<string, unknown>> = {}) =>
    writeFile(
      join(folder, 'failsafe.yaml'),
      JSON.stringify({
        version: 1,
        project: 'shop',
        stack: { runtime: 'compose', compose: 'docker-compose.yml', project, ...stack },
        targets: { db: postgresTarget },
        containers: { services: { app: { logs: { forbid: ['Traceback'] } } } },
        ...more,
      }),
    );
  const failsafe = (...args: string[]) =>
    execa(process.execPath, [join(ROOT, 'bin/failsafe.js'), ...args], {
      cwd: folder,
      reject: false,
      stdin: 'ignore',
      env: { DB_PASSWORD: PASSWORD },
    });
  const notes = async (...more: string[]) => {
    const command = ['exec', '-T', 'app', ...sql(...more, 'select text from notes')];
    return ((await fixture.compose(...command)) as { stdout: string }).stdout;
  };
  return { fixture, write, failsafe, notes };
}

const setup = {
  recreate: [{ service: 'app', run: RECREATE }],
  database: [{ service: 'app', run: SEED, onlyWhenEmpty: 'db' }],
};

describe.runIf(docker.available && LONG)('failsafe db reset', () => {
  test('makes the tables anew behind a backup, which brings back what was there', async () => {
    const { fixture, write, failsafe, notes } = await shop();
    await using _ = fixture;
    await write({ setup });
    await fixture.compose('up', '-d');
    expect(await notes('create table notes (text text)', "insert into notes values ('dear')")).toBe('dear');

    const plan = await failsafe('db', 'reset', '--dry-run', '--json');
    const ids = JSON.parse(plan.stdout).plan.map(({ id }: { id: string }) => id);
    expect(ids).toEqual(['dump-db', 'roles-db', 'decode', 'keep', 'recreate', 'database', 'check']);
    expect((await failsafe('db', 'reset')).stderr).toContain('NOT_CONFIRMED');
    expect((await failsafe('db', 'reset', '--yes=users_dev')).stderr).toContain('NOT_CONFIRMED');
    expect(await notes()).toBe('dear');

    const reset = await failsafe('db', 'reset', `--yes=${fixture.project}`, '--json');
    expect(reset.exitCode, reset.stderr).toBe(0);
    const { backup, steps } = JSON.parse(reset.stdout);
    expect(steps.map(({ id, status }: { id: string; status: string }) => `${id} ${status}`)).toEqual(
      ids.map((id: string) => `${id} done`),
    );
    expect(await notes()).toBe('seed');
    expect(reset.stdout + reset.stderr).not.toContain(PASSWORD);
    const restored = await failsafe('restore', backup, '--yes');
    expect(restored.exitCode, restored.stderr).toBe(0);
    expect(await notes()).toBe('dear');

    await write({ setup: { ...setup, recreate: [{ service: 'app', run: sql('drop table nothing') }] } });
    const failed = await failsafe('db', 'reset', `--yes=${fixture.project}`);
    expect(failed).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/Go on with: failsafe restore \d+T\d+Z[\s\S]*SETUP_COMMAND_FAILED/),
    });
    await write({ setup }, { production: true });
    const refused = await failsafe('db', 'reset', `--yes=${fixture.project}`);
    expect(refused.stderr).toContain('RESET_PRODUCTION');
    await write({});
    expect((await failsafe('db', 'reset')).stderr).toContain('DB_RESET_UNDECLARED');
    expect(await notes()).toBe('dear');
  });

  test('refuses where the service uses another database than the one that is backed up', async () => {
    const { fixture, write, failsafe, notes } = await shop('postgres');
    await using _ = fixture;
    await write({ setup });
    await fixture.compose('up', '-d');
    await notes('create table notes (text text)', "insert into notes values ('dear')");
    const refused = await failsafe('db', 'reset', `--yes=${fixture.project}`);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toMatch(/DB_RESET_ELSEWHERE[\s\S]*postgres of db \(DATABASE_URL\)/);
    expect(await notes()).toBe('dear');
  });
});
