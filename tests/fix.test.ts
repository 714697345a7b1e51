import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { composeFixture } from '../src/runtimes/docker/testing/compose-fixture.ts';
import { ROOT } from './support/deployment.ts';
import { BASE_IMAGE, engine } from './support/engine.ts';

const docker = await engine();
const idle = { image: BASE_IMAGE, command: 'sleep infinity', stop_grace_period: '0s' };

/** A deployment of two services that only sleep, and failsafe beside it. */
async function deployment(one: object = idle) {
  const fixture = await composeFixture({ services: { one, two: idle } });
  const stack = { runtime: 'compose', compose: 'docker-compose.yml', project: fixture.project };
  await writeFile(
    join(fixture.folder, 'failsafe.yaml'),
    JSON.stringify({ version: 1, project: 'idle', stack }),
  );
  await fixture.compose('up', '-d');
  const failsafe = (...args: string[]) =>
    execa(process.execPath, [join(ROOT, 'bin/failsafe.js'), ...args, '--grep', 'containers'], {
      cwd: fixture.folder,
      reject: false,
      stdin: 'ignore',
    });
  return { fixture, failsafe };
}

if (!docker.available) test.skip(docker.reason);

describe.runIf(docker.available)('failsafe fix', () => {
  test('starts what was killed and lets go on what is paused, after it was shown', async () => {
    const { fixture, failsafe } = await deployment();
    await using _ = fixture;
    await fixture.compose('kill', 'one');
    await fixture.compose('pause', 'two');

    const shown = await failsafe('fix', '--dry-run');
    expect(shown.exitCode).toBe(1);
    expect(shown.stdout).toContain('Nothing was done');
    expect(shown.stdout).toMatch(/start one[\s\S]*unpause two/);
    expect((await failsafe('check')).exitCode).toBe(1);

    const mended = await failsafe('fix');
    expect(mended).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('HEALTHY') });
    expect((await failsafe('check')).exitCode).toBe(0);
  });

  test('what is well is left alone', async () => {
    const { fixture, failsafe } = await deployment();
    await using _ = fixture;
    const { exitCode, stdout } = await failsafe('fix');
    expect(exitCode).toBe(0);
    expect(stdout).not.toContain('What can be done');
  });

  test('a service that does not start again is told of, and started once', async () => {
    const once = 'test -e /tmp/again && exit 3; touch /tmp/again; exec sleep infinity';
    const { fixture, failsafe } = await deployment({ ...idle, command: ['sh', '-c', once] });
    await using _ = fixture;
    await fixture.compose('kill', 'one');
    const { exitCode, stdout } = await failsafe('fix');
    expect(exitCode).toBe(1);
    expect(stdout.match(/✓ start one/g)).toHaveLength(1);
    expect(stdout).toContain('EXIT_ERROR');
  });
});

test('there is nothing to be mended where each run has a stack of its own', async () => {
  const { exitCode, stderr } = await execa(process.execPath, ['bin/failsafe.js', 'fix'], {
    cwd: ROOT,
    reject: false,
  });
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr: expect.stringContaining('NEEDS_DEPLOYMENT'),
  });
});
