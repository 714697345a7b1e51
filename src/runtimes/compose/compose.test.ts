import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { BASE_IMAGE, engine } from '../../../tests/support/engine.ts';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import { ProblemError } from '../../model/problem.ts';
import { COMPOSES, composeFixture } from '../docker/testing/compose-fixture.ts';
import { literalConfig } from '../docker/testing/literal-config.ts';
import { compose } from './compose.ts';

const docker = await engine();
const services = { web: { image: BASE_IMAGE, command: 'sleep infinity' } };
const soon = () => AbortSignal.timeout(10_000);
const start = (loaded: LoadedConfig, signal = soon()) =>
  compose.start(loaded, { signal, progress: () => undefined });

async function problemOf(starting: Promise<unknown>) {
  const error = await starting.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(ProblemError);
  return (error as ProblemError).problems[0];
}

afterEach(() => vi.unstubAllEnvs());

if (!docker.available) test.skip(docker.reason);

describe.runIf(docker.available)('the runtime compose', () => {
  test.for(COMPOSES)(
    'attaches to what $name runs, and leaves it as it is',
    async ({ name, cli, installed }, context) => {
      if (!installed) context.skip(`${name} is not installed`);
      await using fixture = await composeFixture({ services }, cli);
      await fixture.compose('up', '-d');
      const loaded = literalConfig({
        runtime: 'compose',
        composeFiles: [fixture.file],
        services: ['web', 'worker'],
        stack: { project: fixture.project },
      });

      const started = await start(loaded);
      expect(started.handle).toEqual({ runtime: 'compose', project: fixture.project });
      const stack = await compose.attach(loaded, structuredClone(started.handle));
      await started.stop();
      expect(await stack.services(soon())).toMatchObject([
        { service: 'web', state: 'running', restarts: 0 },
        { service: 'worker', state: 'missing' },
      ]);
      await stack.close();
    },
  );

  test('does not know a project without containers, and tells which ones run', async () => {
    await using fixture = await composeFixture({ services });
    await fixture.compose('up', '-d');
    const loaded = literalConfig({
      runtime: 'compose',
      composeFiles: [fixture.file],
      services: ['web'],
      stack: { project: 'no-such-project', env: 'test.env' },
    });

    const problem = await problemOf(start(loaded));
    expect(problem).toMatchObject({ code: 'PROJECT_NOT_FOUND', expected: 'no-such-project' });
    expect(problem?.got).toContain(fixture.project);
    expect(problem?.fix).toContain(`stack.project: ${fixture.project}`);
    expect(problem?.fix).toContain(`-p no-such-project -f ${fixture.file} up -d`);
    expect(problem?.fix).toContain(`--env-file ${fixture.folder}/test.env`);
  });

  test('still sees a project whose containers have all stopped', async () => {
    await using fixture = await composeFixture({ services });
    await fixture.compose('up', '-d');
    await fixture.compose('kill');
    const stack = { project: fixture.project };
    const loaded = literalConfig({
      runtime: 'compose',
      composeFiles: [fixture.file],
      services: ['web'],
      stack,
    });
    const { handle } = await start(loaded);
    const attached = await compose.attach(loaded, handle);
    await sleep(100);
    expect(await attached.services(soon())).toMatchObject([
      { state: 'exited', exitCode: 137, oomKilled: false },
    ]);
  });
});

describe('without an engine', () => {
  const loaded = literalConfig({ runtime: 'compose', composeFiles: [], services: ['web'], root: '/srv/app' });

  test('the start says which socket, and what to do', async () => {
    vi.stubEnv('DOCKER_HOST', 'unix:///nowhere/docker.sock');
    const problem = await problemOf(start(loaded));
    expect(problem).toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      message: expect.stringContaining('unix:///nowhere/docker.sock'),
      fix: expect.stringContaining('DOCKER_HOST'),
    });
  });

  test('an engine that has gone away is no evidence against the services', async () => {
    vi.stubEnv('DOCKER_HOST', 'unix:///nowhere/docker.sock');
    const stack = await compose.attach(loaded, { runtime: 'compose', project: 'app' });
    const gone = { kind: 'observer', code: 'ENGINE_UNREACHABLE' };
    await expect(stack.services(soon())).rejects.toMatchObject(gone);
    await expect(stack.address('web', 80, soon())).rejects.toMatchObject(gone);
    await expect(stack.connect('web', 'db', 5432, soon())).rejects.toMatchObject(gone);
    await expect(stack.disk(soon())).rejects.toMatchObject(gone);
  });

  test('a start that is cancelled says so', async () => {
    expect(await problemOf(start(loaded, AbortSignal.abort()))).toMatchObject({ code: 'CANCELLED' });
  });
});
