import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { COMPOSES } from '../src/runtimes/docker/testing/compose-fixture.ts';
import { type ComposeApp, composeApp } from './support/compose-app.ts';
import { BASE_IMAGE, engine } from './support/engine.ts';

const docker = await engine();

/** The same in words that both generations of compose understand. */
const file = (users: string, more = '') => `
version: '2.4'
services:
  users:
    image: ${BASE_IMAGE}
    command: sleep infinity
    ${users}
${more}`;

async function running(app: ComposeApp, service = 'users'): Promise<string> {
  const [result] = await app.results(`containers.running:${service}`);
  return `${result?.code}: ${result?.message}`;
}

async function killOne(app: ComposeApp): Promise<void> {
  const label = `label=com.docker.compose.project=${app.project}`;
  const { stdout } = await execa('docker', ['ps', '-q', '--filter', label]);
  await execa('docker', ['kill', stdout.split('\n')[0] ?? '']);
}

if (!docker.available) test.skip(docker.reason);

describe.runIf(docker.available).each(COMPOSES)('$name', ({ cli, installed }) => {
  test.runIf(installed)('one of two is killed, and then gone', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: compose's own syntax
    await using app = await composeApp(file('scale: ${NOT_SET:-2}'), [], cli);
    await app.compose('up', '-d');
    expect(await running(app)).toBe('OK: runs in 2 instances');
    await killOne(app);
    expect(await running(app)).toBe(
      'EXIT_KILLED: has 1 of 2 instances running: one has ended with exit code 137 (SIGKILL)',
    );
    await app.compose('rm', '-f');
    expect(await running(app)).toBe('REPLICAS_MISSING: has 1 of 2 instances running');
    await app.compose('up', '-d');
    expect(await running(app)).toBe('OK: runs in 2 instances');
  });

  test.runIf(installed)('more than declared is well; what is turned off is skipped', async () => {
    const old = `  old: { image: '${BASE_IMAGE}', command: sleep infinity, scale: 0 }\n`;
    await using app = await composeApp(file('', old), [], cli);
    await app.compose('up', '-d', '--scale', 'users=3', '--scale', 'old=0');
    expect(await running(app)).toBe('OK: runs in 3 instances');
    expect(await running(app, 'old')).toBe('SKIPPED: is declared with 0 replicas, and nothing of it exists');
  });
});

test.runIf(docker.available && COMPOSES[0]?.installed)('deploy.replicas', async () => {
  await using app = await composeApp(file('deploy: { replicas: 2 }'));
  await app.compose('up', '-d', '--scale', 'users=1');
  expect(await running(app)).toBe('REPLICAS_MISSING: has 1 of 2 instances running');
});
