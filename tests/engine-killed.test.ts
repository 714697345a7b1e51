import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ComposeFixture, composeFixture } from '../src/runtimes/docker/testing/compose-fixture.ts';
import { ROOT } from './support/deployment.ts';
import { engine } from './support/engine.ts';
import { LONG } from './support/long-test.ts';
import { noOwnEngine, type OwnEngine, ownEngine } from './support/own-engine.ts';
import { IMAGE, PASSWORD, postgresService, postgresTarget } from './support/postgres-service.ts';

const docker = await engine();
const reason = docker.available ? noOwnEngine() : docker.reason;
if (reason !== undefined) test.skip(reason);

const sql = (statement: string) => ['psql', '-qAt', '-d', 'users_dev', '-c', statement];
const slowly = (statement: string) => sql(`select pg_sleep(3); ${statement}`);

/** PostgreSQL, and a service that is built and has psql for its commands. */
const SERVICES = {
  db: { ...postgresService, build: undefined, ports: ['127.0.0.1::5432'] },
  app: {
    build: '.',
    init: true,
    entrypoint: ['sleep', 'infinity'],
    stop_grace_period: '0s',
    environment: { PGHOST: 'db', PGUSER: 'postgres', PGPASSWORD: PASSWORD },
    healthcheck: { test: ['CMD', 'pg_isready', '-q'], interval: '1s', retries: 60 },
  },
};
const DECLARED = {
  version: 1,
  project: 'shop',
  targets: { db: postgresTarget },
  setup: {
    database: [
      { service: 'app', run: slowly('create table if not exists notes (text text)') },
      { service: 'app', run: slowly("insert into notes values ('seed')"), onlyWhenEmpty: 'db' },
    ],
    tests: [{ service: 'app', run: sql('select pg_sleep(3)') }],
  },
};

describe.runIf(LONG && reason === undefined)('the engine is killed under an operation', () => {
  let own: OwnEngine;
  let fixture: ComposeFixture;
  let content = 0;

  const change = () =>
    writeFile(
      join(fixture.folder, 'Dockerfile'),
      `FROM ${IMAGE.image}\nRUN sleep 3 && echo ${++content} > /tmp/content\n`,
    );
  const failsafe = (...args: string[]) =>
    execa(own.inside[0], [...own.inside.slice(1), process.execPath, join(ROOT, 'bin/failsafe.js'), ...args], {
      cwd: fixture.folder,
      reject: false,
      stdin: 'ignore',
      env: { DOCKER_HOST: own.host, DB_PASSWORD: PASSWORD },
    });
  const backups = () => join(fixture.folder, '.failsafe/backups');
  const notes = () => own.docker('exec', `${fixture.project}-app-1`, ...sql('select text from notes'));

  /** Runs a command, and kills the engine when it has said this and some time has gone by. */
  async function killedAfter(said: RegExp, ms: number, ...args: string[]) {
    const running = failsafe(...args);
    const { promise, resolve } = Promise.withResolvers<void>();
    let text = '';
    running.stderr.on('data', part => {
      text += part;
      if (said.test(text)) resolve();
    });
    await Promise.race([promise, running]);
    await sleep(ms);
    await own.kill();
    return await running;
  }

  beforeAll(async () => {
    await execa('docker', ['build', '-q', '-t', IMAGE.image, IMAGE.build]);
    own = await ownEngine(IMAGE.image);
    fixture = await composeFixture({ services: SERVICES });
    await change();
    const stack = { compose: 'docker-compose.yml', project: fixture.project, startTimeout: '180s' };
    await writeFile(
      join(fixture.folder, 'failsafe.yaml'),
      JSON.stringify({ ...DECLARED, stack, deploy: { window: '2s' } }),
    );
  }, 300_000);
  afterAll(async () => {
    await own?.[Symbol.asyncDispose]();
    await fixture?.[Symbol.asyncDispose]();
  }, 120_000);

  test('set-up says so, names the step to go on with, and goes on with it', async () => {
    const points = [
      [/variables of the environment/, 0, 'preflight'],
      [/keep the images that run now/, 2000, 'build'],
      [/build the images/, 3000, 'up'],
      [/wait until they are healthy/, 2000, 'up'],
      [/make the database: app.*\n/, 2000, 'up'],
      [/make the database: app[\s\S]*make the database: app.*\n/, 2500, 'up'],
    ] as const;
    for (const [said, ms, step] of points) {
      const killed = await killedAfter(said, ms, 'setup');
      expect(killed, step).toMatchObject({
        exitCode: 2,
        stderr: expect.stringMatching(
          /ENGINE_UNREACHABLE[\s\S]*fix +(?:Start Docker|Install it, or start it)/,
        ),
      });
      expect(killed.stderr, step).toContain(`Go on with: failsafe setup --from ${step}\n`);
      await own.start();
      const resumed = await failsafe('setup', '--from', step);
      expect(resumed.exitCode, resumed.stderr).toBe(0);
      expect(await notes()).toBe('seed');
      await own.docker('rm', '-fv', `${fixture.project}-app-1`, `${fixture.project}-db-1`);
      await change();
    }
  }, 900_000);

  test('a deploy tells that it could put nothing back; a backup leaves nothing behind', async () => {
    expect((await failsafe('setup')).exitCode).toBe(0);
    const image = () => own.docker('inspect', '--format', '{{.Image}}', `${fixture.project}-app-1`);
    const old = await image();
    await change();
    const killed = await killedAfter(/try the new images/, 700, 'deploy');
    expect(killed, killed.stderr).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/DEPLOY_NOT_ROLLED_BACK[\s\S]*ENGINE_UNREACHABLE/),
    });
    await own.start();
    expect((await failsafe('setup', '--from', 'up')).exitCode).toBe(0);
    const back = await failsafe('rollback', '--yes');
    expect(back.exitCode, back.stderr).toBe(0);
    expect(await image()).toBe(old);

    const table = 'create table large as select repeat(md5(n::text), 40) from generate_series(1, 100000) n';
    await own.docker('exec', `${fixture.project}-app-1`, ...sql(table));
    const saving = failsafe('backup');
    for (;;) {
      const made = await readdir(backups()).catch(() => []);
      if (made.some(name => name.endsWith('.partial'))) break;
      await sleep(20);
    }
    await sleep(500);
    await own.kill();
    const saved = await saving;
    expect(saved, saved.stderr).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('ENGINE_UNREACHABLE'),
    });
    // The deploy has made one
    expect((await readdir(backups())).filter(name => !name.startsWith('.'))).toHaveLength(1);
    await own.start();
    expect((await failsafe('setup', '--from', 'up')).exitCode).toBe(0);
    expect((await failsafe('backup')).exitCode).toBe(0);
  }, 600_000);
});
