import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { composeFixture } from '../src/runtimes/docker/testing/compose-fixture.ts';
import { ROOT } from './support/deployment.ts';
import { engine } from './support/engine.ts';
import { LONG } from './support/long-test.ts';

const docker = await engine();
if (!docker.available) test.skip(docker.reason);

const IMAGE = {
  build: join(ROOT, 'fixtures/testdriven-app/services/users-db'),
  image: 'testdriven-app-users-db:1.0',
};
const INIT = 'create table if not exists notes (text text)';
const sql = (database: string, ...statements: string[]) => [
  'psql',
  '-qAt',
  '-d',
  database,
  ...statements.flatMap(statement => ['-c', statement]),
];

/** A database with a service beside it that has psql for its commands; nothing runs yet, no variable is set. */
async function checkout() {
  const fixture = await composeFixture({});
  const { folder, project, file } = fixture;
  const services = {
    db: {
      ...IMAGE,
      ports: ['127.0.0.1::5432'],
      environment: { POSTGRES_PASSWORD: `\${DB_PASSWORD:?}` },
      healthcheck: {
        test: ['CMD', 'pg_isready', '-q', '-h', '127.0.0.1', '-d', 'users_dev'],
        interval: '1s',
        retries: 60,
      },
    },
    app: {
      ...IMAGE,
      entrypoint: ['sleep', 'infinity'],
      stop_grace_period: '0s',
      environment: { PGHOST: 'db', PGUSER: 'postgres', PGPASSWORD: `\${DB_PASSWORD}` },
      depends_on: { db: { condition: 'service_healthy' } },
    },
  };
  await writeFile(file, JSON.stringify({ services }));
  const target = {
    service: 'db',
    port: 5432,
    database: 'users_dev',
    user: 'postgres',
    password: { env: 'DB_PASSWORD' },
  };
  const describe = (tests: readonly string[]) =>
    writeFile(
      join(folder, 'failsafe.yaml'),
      JSON.stringify({
        version: 1,
        project: 'shop',
        stack: { compose: 'docker-compose.yml', project, env: '.env' },
        targets: { db: target },
        setup: {
          database: [
            { service: 'app', run: sql('users_dev', INIT) },
            {
              service: 'app',
              run: sql('users_dev', "insert into notes values ('seed')"),
              onlyWhenEmpty: 'db',
            },
          ],
          tests: [{ service: 'app', run: tests }],
        },
      }),
    );
  const failsafe = (...args: string[]) =>
    execa(process.execPath, [join(ROOT, 'bin/failsafe.js'), 'setup', ...args], {
      cwd: folder,
      reject: false,
      stdin: 'ignore',
    });
  const inApp = async (...words: string[]) => {
    const command = [
      'compose',
      '-p',
      project,
      '--env-file',
      join(folder, '.env'),
      '-f',
      file,
      'exec',
      '-T',
      'app',
      ...words,
    ];
    return (await execa('docker', command, { reject: false })).stdout;
  };
  const notes = () => inApp(...sql('users_dev', 'select text from notes'));
  async function dispose() {
    await execa('docker', ['compose', '-p', project, '-f', file, 'down', '-v', '-t', '0'], {
      env: { DB_PASSWORD: 'x' },
    });
    const { stdout } = await execa('docker', [
      'images',
      '-q',
      `failsafe/${project}/*`,
      '--format',
      '{{.Repository}}:{{.Tag}}',
    ]);
    const kept = stdout.split('\n').filter(Boolean);
    if (kept.length > 0) await execa('docker', ['rmi', ...kept]);
    await fixture[Symbol.asyncDispose]();
  }
  return { folder, describe, failsafe, inApp, notes, [Symbol.asyncDispose]: dispose };
}

const OWN_TESTS = sql('users_test', 'create table t (a int)', 'insert into t values (1)', 'drop table t');

describe.runIf(docker.available)('failsafe setup', () => {
  test.runIf(LONG)(
    'from nothing, twice; tests on the database of the application are stopped before they harm it',
    async () => {
      await using app = await checkout();
      await app.describe(OWN_TESTS);
      const plan = await app.failsafe('--dry-run', '--json');
      expect(plan.exitCode, plan.stderr).toBe(0);
      const ids = JSON.parse(plan.stdout).plan.map(({ id }: { id: string }) => id);
      expect(ids).toEqual([
        'environment',
        'preflight',
        'keep-images',
        'build',
        'up',
        'database-1',
        'database-2',
        'tests',
        'check',
        'keep-version',
      ]);
      expect(await app.notes()).toBe('');

      const first = await app.failsafe();
      expect(first.exitCode, first.stderr).toBe(0);
      expect(await app.notes()).toBe('seed');
      const again = await app.failsafe('--json');
      expect(again.exitCode, again.stderr).toBe(0);
      const made: { id: string; note?: string }[] = JSON.parse(again.stdout).steps;
      expect(made.map(({ id }) => id)).toEqual(ids);
      expect(made.at(-1)?.note).toMatch(/Z-[0-9a-f]{4}, as before$/);
      expect(await app.notes()).toBe('seed');

      const harms = ['drop table notes', 'create table more (a int)'];
      for (const harm of LONG ? [...harms, 'delete from notes', 'truncate notes'] : harms) {
        await app.describe(sql('users_dev', harm));
        const refused = await app.failsafe('--from', 'tests');
        expect(refused.exitCode).toBe(2);
        expect(refused.stderr).toContain('TESTS_TOUCH_DATABASE');
        expect(refused.stderr).toContain('Go on with: failsafe setup --from tests');
        expect(await app.notes()).toBe('seed');
      }

      // Ctrl-C ends the tests inside of the container as well, and leaves what runs running
      await app.describe(['sleep', '1000']);
      const running = app.failsafe('--from', 'tests');
      const processes = () => app.inApp('sh', '-c', 'cat /proc/[0-9]*/cmdline | tr "\\0" " "');
      for (let tries = 0; tries < 300 && !(await processes()).includes('sleep 1000'); tries++)
        await sleep(200);
      running.kill('SIGINT');
      const { exitCode, stderr } = await running;
      expect({ exitCode, stderr }).toEqual({ exitCode: 130, stderr: expect.stringContaining('STOPPED') });
      expect(await processes()).not.toContain('sleep 1000');
      expect(await app.notes()).toBe('seed');
    },
    400_000,
  );

  test.runIf(LONG)(
    'killed at ten points, and run again',
    async () => {
      await using app = await checkout();
      await app.describe(OWN_TESTS);
      for (let point = 1; point <= 10; point++) {
        const running = app.failsafe();
        await sleep(point * 1500);
        running.kill('SIGKILL');
        await running;
      }
      const last = await app.failsafe();
      expect(last.exitCode, last.stderr).toBe(0);
      expect(await app.notes()).toBe('seed');
    },
    600_000,
  );
});
