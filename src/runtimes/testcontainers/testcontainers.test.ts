import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { engine, BASE_IMAGE as image } from '../../../tests/support/engine.ts';
import { ProblemError } from '../../model/problem.ts';
import {
  COMPOSES,
  type ComposeFixture,
  composeFixture,
  PERL_SERVER,
} from '../docker/testing/compose-fixture.ts';
import { type LiteralConfig, literalConfig } from '../docker/testing/literal-config.ts';
import { nameRun } from './run-names.ts';
import { testcontainers } from './testcontainers.ts';
import { leftOf } from './testing/leftovers.ts';

const docker = await engine();
const soon = () => AbortSignal.timeout(10_000);
const always = 'sleep infinity';
const server = { image, command: ['perl', '-e', PERL_SERVER] };

const configOf = ({ file }: ComposeFixture, more: Partial<LiteralConfig> = {}) =>
  literalConfig({ runtime: 'testcontainers', composeFiles: [file], services: [], ...more });

function start(
  loaded: ReturnType<typeof configOf>,
  progress: (line: string) => void = () => undefined,
  signal: AbortSignal = AbortSignal.timeout(60_000),
) {
  return testcontainers.start(loaded, { signal, progress });
}

async function runFolders(root: string): Promise<string[]> {
  const runs = join(root, '.failsafe', 'run');
  return existsSync(runs) ? readdir(runs) : [];
}

beforeEach(() => {
  vi.stubEnv('TESTCONTAINERS_RYUK_DISABLED', 'true');
  return () => vi.unstubAllEnvs();
});

if (!docker.available) test.skip(docker.reason);

describe.runIf(docker.available)('the runtime testcontainers', () => {
  test.for(COMPOSES)(
    'brings two runs of one deployment up beside it, and removes them: $name',
    async (compose, context) => {
      const { name: command, cli, installed } = compose;
      if (!installed) context.skip(`${command} is not installed`);
      vi.resetModules();
      vi.stubEnv('FAILSAFE_COMPOSE', command);
      const { testcontainers } = await import('./testcontainers.ts');
      const name = `failsafe-db-${process.pid}`;
      await using fixture = await composeFixture(
        {
          services: {
            web: {
              ...server,
              ports: ['127.0.0.1:18732:8080'],
              depends_on: {
                db: { condition: 'service_healthy' },
                seed: { condition: 'service_completed_successfully' },
              },
            },
            db: {
              image,
              container_name: name,
              command: ['bash', '-c', 'cat /code/in.txt && echo "$WORD" > /code/out.txt && sleep infinity'],
              environment: { WORD: 'cost: $5' },
              healthcheck: { test: ['CMD', 'test', '-s', '/code/out.txt'], interval: '3s', retries: 3 },
              volumes: ['./code:/code', 'data:/data'],
              networks: { default: { ipv4_address: '10.211.7.9' } },
            },
            seed: { image, command: 'true' },
          },
          networks: { default: { ipam: { config: [{ subnet: '10.211.7.0/24' }] } } },
          volumes: { data: { name } },
        },
        cli,
      );
      await mkdir(join(fixture.folder, 'code'));
      await writeFile(join(fixture.folder, 'code', 'in.txt'), 'from the host\n');
      await fixture.compose('up', '-d');
      await fixture.compose('exec', '-T', 'db', 'rm', '/code/out.txt');
      const loaded = configOf(fixture, { services: ['web', 'db', 'seed'], stack: { oneShots: ['seed'] } });
      const options = { signal: AbortSignal.timeout(90_000), progress: () => undefined };
      const runs = await Promise.all([
        testcontainers.start(loaded, options),
        testcontainers.start(loaded, options),
      ]);
      const logs: string[] = [];
      try {
        expect(new Set(runs.map(run => run.handle.project)).size).toBe(2);
        const addresses = [];
        for (const { handle } of runs) {
          const stack = await testcontainers.attach(loaded, structuredClone(handle));
          expect(await stack.services(soon())).toMatchObject([
            { service: 'web', state: 'running' },
            { service: 'db', state: 'running', health: 'healthy' },
            { service: 'seed', state: 'exited', exitCode: 0, oneShot: true },
          ]);
          const address = await stack.address('web', 8080, soon());
          addresses.push(address.port);
          expect(await (await fetch(`http://${address.host}:${address.port}/`)).text()).toBe('hi\n');
          expect(await stack.connect('db', name, 1, soon())).toMatchObject({ error: 'ECONNREFUSED' });
          expect(await stack.logs('db', { tail: 5 }, soon())).toEqual(['from the host']);
          logs.push((await stack.command('logs', 'db')).replace('tail -n 100 ', ''));
        }
        expect(new Set([...addresses, 18732]).size).toBe(3);
        expect(await readdir(join(fixture.folder, 'code'))).toEqual(['in.txt']);
      } finally {
        await Promise.all(runs.map(run => run.stop()));
      }
      for (const { handle } of runs) expect(await leftOf(handle.project)).toEqual([]);
      expect(await runFolders(fixture.folder)).toEqual([]);
      for (const log of logs) expect(await readFile(log, 'utf8')).toBe('from the host\n');
      const { stdout } = await execa('docker', ['inspect', '--format', '{{.State.Running}}', name]);
      expect(stdout).toBe('true');
    },
  );

  test('checks the code as it is now, and keeps the image for the next run', async () => {
    await using fixture = await composeFixture({
      services: { app: { build: '.', image: 'deployed-app:1' } },
    });
    const loaded = configOf(fixture, { services: ['app'] });
    const built = nameRun(loaded).imageName('app');
    try {
      for (const word of ['first', 'second']) {
        const dockerfile = `FROM ${image}\nCMD ["bash", "-c", "echo ${word}; sleep infinity"]\n`;
        await writeFile(join(fixture.folder, 'Dockerfile'), dockerfile);
        const run = await start(loaded);
        const stack = await testcontainers.attach(loaded, run.handle);
        expect(await stack.logs('app', { tail: 1 }, soon())).toEqual([word]);
        expect(await stack.services(soon())).toMatchObject([{ image: built, imageCurrent: true }]);
        await run.stop();
      }
      await execa('docker', ['image', 'inspect', built]);
      await expect(execa('docker', ['image', 'inspect', 'deployed-app:1'])).rejects.toThrow();
    } finally {
      await execa('docker', ['rmi', '-f', built]);
    }
  });

  test('waits until a service without a health check listens', async () => {
    const slow = { image, command: ['perl', '-e', `sleep 2; ${PERL_SERVER}`], ports: ['8080'] };
    await using fixture = await composeFixture({ services: { slow } });
    const loaded = configOf(fixture, { services: ['slow'] });
    const run = await start(loaded);
    try {
      const stack = await testcontainers.attach(loaded, run.handle);
      const { host, port } = await stack.address('slow', 8080, soon());
      expect(await (await fetch(`http://${host}:${port}/`)).text()).toBe('hi\n');
    } finally {
      await run.stop();
    }
  });

  const healthcheck = { test: ['CMD-SHELL', 'echo disk is full; exit 1'], interval: '200ms', retries: 2 };

  test.each<[string, object, object, object | undefined]>([
    [
      'a command that fails',
      { app: { image, command: ['bash', '-c', 'echo no such table: users >&2; exit 3'] } },
      {
        code: 'STACK_START_FAILED',
        message: 'service app did not start',
        got: 'exited with code 3',
        causes: ['log: no such table: users'],
      },
      undefined,
    ],
    [
      'a service that is unhealthy, and one that waits for it',
      {
        db: { image, command: ['bash', '-c', 'echo PANIC; sleep infinity'], healthcheck },
        app: { image, command: always, depends_on: { db: { condition: 'service_healthy' } } },
      },
      {
        message: 'service db did not start',
        got: 'unhealthy',
        causes: ['health check: disk is full', 'log: PANIC'],
      },
      undefined,
    ],
    [
      'a service that crashes again and again',
      { app: { image, command: ['bash', '-c', 'echo cannot bind; exit 4'], restart: 'always' } },
      {
        code: 'STACK_START_FAILED',
        got: expect.stringMatching(/^restarting with code 4, restarted \d+ times$/),
      },
      undefined,
    ],
    [
      'a one-shot that was not declared',
      { job: { image, command: 'true' } },
      { got: 'exited with code 0', fix: expect.stringContaining('stack.oneShots') },
      undefined,
    ],
    [
      'a service that never gets healthy',
      { app: { image, command: always, healthcheck: { ...healthcheck, start_period: '60s' } } },
      { message: 'service app did not start within 3 s', got: 'starting' },
      { startTimeout: 3000 },
    ],
    [
      'an image that does not exist',
      { app: { image: 'localhost:1/no/such:image' } },
      { code: 'STACK_IMAGE_UNAVAILABLE', message: 'no image for app' },
      undefined,
    ],
    [
      'a Dockerfile that fails',
      { app: { build: '.' } },
      {
        code: 'STACK_BUILD_FAILED',
        causes: expect.arrayContaining([expect.stringContaining('no such step')]),
      },
      undefined,
    ],
    [
      'a command that is not there',
      { app: { image, command: '/no/such/program' } },
      {
        code: 'STACK_START_FAILED',
        causes: expect.arrayContaining([expect.stringContaining('/no/such/program')]),
      },
      undefined,
    ],
    [
      'a compose file that compose refuses',
      { app: { image, no_such_key: 1 } },
      { code: 'COMPOSE_FILE_INVALID', causes: [expect.stringContaining('no_such_key')] },
      undefined,
    ],
  ])('tells why %s did not start, and leaves nothing', async (_, services, expected, stack) => {
    await using fixture = await composeFixture({ services });
    await writeFile(join(fixture.folder, 'Dockerfile'), `FROM ${image}\nRUN echo no such step >&2; exit 1\n`);
    const starting = start(configOf(fixture, { services: Object.keys(services), stack }));
    const error: unknown = await starting.then(
      () => undefined,
      error => error,
    );
    expect(error).toBeInstanceOf(ProblemError);
    expect((error as ProblemError).problems).toMatchObject([expected]);
    expect(await runFolders(fixture.folder)).toEqual([]);
  });

  test('a start that is cancelled leaves nothing', async () => {
    await using fixture = await composeFixture({ services: { app: { image, command: always } } });
    const cancel = new AbortController();
    let project = '';
    const starting = start(
      configOf(fixture),
      () => {
        [project = ''] = readdirSync(join(fixture.folder, '.failsafe', 'run'));
        cancel.abort();
      },
      cancel.signal,
    );
    await expect(starting).rejects.toMatchObject({ problems: [{ code: 'CANCELLED' }] });
    expect(project).toMatch(/^failsafe-fixture-/);
    expect(await leftOf(project)).toEqual([]);
    expect(await runFolders(fixture.folder)).toEqual([]);
  });

  test('a start without a compose file says what is missing', async () => {
    const loaded = literalConfig({ runtime: 'testcontainers', composeFiles: [], services: [], root: '/srv' });
    await expect(start(loaded)).rejects.toMatchObject({ problems: [{ code: 'COMPOSE_FILE_NOT_SET' }] });
  });
});
