import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { deployApp } from './support/deploy-app.ts';
import { ROOT } from './support/deployment.ts';
import { engine } from './support/engine.ts';
import { LONG } from './support/long-test.ts';

const docker = await engine();
if (!docker.available) test.skip(docker.reason);

const CONF = 'events {}\nhttp { server { listen 8099; location / { proxy_pass http://app:8080; } } }\n';
const NGINX = ['nginx', '-c', '/etc/n.conf'];
const proxy = {
  build: join(ROOT, 'fixtures/testdriven-app/services/nginx'),
  image: 'testdriven-app-nginx:1.0',
  user: 'root',
  entrypoint: [...NGINX, '-g', 'daemon off;'],
  volumes: ['./n.conf:/etc/n.conf:ro'],
  ports: ['127.0.0.1::8099'],
  stop_grace_period: '0s',
  depends_on: { app: { condition: 'service_healthy' } },
};

/** An application that only nginx reaches, which looks its name up when it starts. */
async function behindNginx(app: Readonly<Record<string, unknown>> = {}) {
  const deployed = await deployApp(
    { name: 'one' },
    {
      app: { ports: undefined, ...app },
      services: { proxy },
      yaml: { targets: { web: { service: 'proxy', port: 8099 } } },
    },
  );
  await writeFile(join(deployed.folder, 'n.conf'), CONF);
  await deployed.describe({
    startFirst: [{ service: 'app', reload: { service: 'proxy', run: [...NGINX, '-s', 'reload'] } }],
  });
  await deployed.fixture.compose('up', '-d', '--build');
  // nginx ends connections that are idle when it reloads, which a client that keeps them has to bear
  const headers = { connection: 'close' };
  const address = async () =>
    (await execa('docker', ['port', `${deployed.project}-proxy-1`, '8099'])).stdout.split('\n')[0];
  const page = async (at?: string) => (await fetch(`http://${at ?? (await address())}/`, { headers })).text();
  while ((await page().catch(() => '')) !== 'one') await sleep(100);
  const containers = async () => {
    const filters = ['--filter', `label=com.docker.compose.project=${deployed.project}`];
    const own = [...filters, '--filter', 'label=com.docker.compose.service=app'];
    return (await execa('docker', ['ps', '-aq', ...own])).stdout.split('\n');
  };
  /** What came of asking, every 20 ms, for as long as something is done. */
  async function asked<T>(work: () => Promise<T>) {
    const pages = new Map<string, number>();
    const at = await address();
    let over = false;
    const asking = (async () => {
      while (!over) {
        const said = await page(at).catch(() => 'no answer');
        pages.set(said, (pages.get(said) ?? 0) + 1);
        await sleep(20);
      }
    })();
    const came = await work();
    over = true;
    await asking;
    return { came, pages: Object.fromEntries(pages) };
  }
  return { ...deployed, page, containers, asked };
}

describe.runIf(docker.available && LONG)('a deploy that starts the new container first', () => {
  test('loses no request; a version that never is healthy replaces nothing', async () => {
    await using app = await behindNginx();
    for (const name of ['two', 'three']) {
      await app.change({ name });
      const { came, pages } = await app.asked(() => app.failsafe('deploy', '--json'));
      expect(came.exitCode, came.stderr).toBe(0);
      expect(Object.keys(pages)).toEqual([expect.any(String), name]);
      expect(pages).not.toHaveProperty('no answer');
      expect(await app.containers()).toHaveLength(1);
    }
    const serving = await app.containers();
    for (const bad of [
      { name: 'four', exits: 3 },
      { name: 'five', port: 8081 },
    ]) {
      await app.change(bad);
      const { came, pages } = await app.asked(() => app.failsafe('deploy', '--json'));
      expect(came.exitCode).toBe(2);
      expect(JSON.parse(came.stdout).problems[0].code).toBe('DEPLOY_REHEARSAL_FAILED');
      expect(Object.keys(pages)).toEqual(['three']);
      expect(await app.containers()).toEqual(serving);
    }

    // Healthy, but failing a check: the old one comes back
    await app.change({ name: 'six', status: 500 });
    const back = await app.failsafe('deploy', '--json');
    expect(back.exitCode, back.stderr).toBe(1);
    expect(await app.page()).toBe('three');
    expect(await app.containers()).toHaveLength(1);
  }, 600_000);

  test('a service that publishes a port is refused, before anything is replaced', async () => {
    await using app = await behindNginx({ ports: ['127.0.0.1::8080'] });
    await app.change({ name: 'two' });
    const refused = await app.failsafe('deploy', '--json');
    expect(refused.exitCode).toBe(2);
    expect(JSON.parse(refused.stdout).problems[0].code).toBe('DEPLOY_START_FIRST_IMPOSSIBLE');
    expect(await app.page()).toBe('one');
  }, 300_000);
});
