import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { emptyState } from '../src/monitor/machine/state.ts';
import { makeMonitorFolder, openStore } from '../src/monitor/store.ts';
import { ROOT } from './support/deployment.ts';
import { engine } from './support/engine.ts';

const docker = await engine();
const { failed: withoutSystemd } = await execa('systemd-analyze', ['--version'], { reject: false });
const deploy = (name: string) => join(ROOT, 'deploy', name);

test.skipIf(withoutSystemd)('systemd takes the unit', async () => {
  const { exitCode, stderr } = await execa('systemd-analyze', ['verify', deploy('failsafe.service')], {
    reject: false,
  });
  expect({ exitCode, about: stderr.includes('failsafe.service') }).toEqual({ exitCode: 0, about: false });
});

test.runIf(docker.available)(
  'docker compose takes the service, which sees the project where it is',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'failsafe-deploy-'));
    try {
      await writeFile(join(folder, '.env'), 'DB_PASSWORD=x\n');
      const { stdout } = await execa(
        'docker',
        [
          'compose',
          '-f',
          deploy('docker-compose.monitor.yml'),
          '--project-directory',
          '.',
          'config',
          '--format',
          'json',
        ],
        { cwd: folder, env: { PWD: folder } },
      );
      const { services } = JSON.parse(stdout);
      expect(services.monitor).toMatchObject({
        network_mode: 'host',
        working_dir: folder,
        environment: { DB_PASSWORD: 'x' },
        volumes: [{ source: folder, target: folder }, { target: '/var/run/docker.sock' }],
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);

test('the health check of the image tells a monitor that looks from one that hangs, and from none', async () => {
  const recipe = await readFile(deploy('Dockerfile'), 'utf8');
  const [, command = '[]'] = /HEALTHCHECK[^[]+CMD (\[.+\])$/m.exec(recipe) ?? [];
  const [, ...words]: string[] = JSON.parse(command);
  const folder = await mkdtemp(join(tmpdir(), 'failsafe-deploy-'));
  try {
    const check = async () => {
      const { exitCode } = await execa(process.execPath, words, { cwd: folder, reject: false });
      return exitCode;
    };
    expect(await check()).toBe(1);
    const store = openStore(await makeMonitorFolder(folder));
    store.save(JSON.stringify({ ...emptyState('x'), seenAt: Date.now() }));
    expect(await check()).toBe(0);
    store.save(JSON.stringify({ ...emptyState('x'), seenAt: Date.now() - 3_600_000 }));
    expect(await check()).toBe(1);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('the image has what a monitor needs, and no tests', async () => {
  const ignored = (await readFile(join(ROOT, '.dockerignore'), 'utf8')).split('\n');
  const recipe = await readFile(deploy('Dockerfile'), 'utf8');
  const copied = [...recipe.matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, names = '']) => names.split(' '));
  expect(copied.length).toBeGreaterThan(5);
  for (const name of copied) expect(ignored).toContain(`!${name}`);
  const published: string[] = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')).files;
  expect(published).toContain('deploy');
});
