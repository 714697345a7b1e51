import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { BASE_IMAGE, engine } from '../../../tests/support/engine.ts';
import { loadConfig } from '../../config/load.ts';
import { openEngine } from '../docker/engine.ts';
import { inspectContainer, listContainers } from '../docker/project-containers.ts';
import { composeFixture } from '../docker/testing/compose-fixture.ts';
import { act } from './act.ts';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Acts as the monitor does, which takes Ctrl-C for a wish to end when the act is done. */
const ACTOR = `
import { loadConfig } from '${here('../../config/load.ts')}';
import { act } from '${here('act.ts')}';
process.on('SIGINT', () => undefined);
const loaded = await loadConfig({ file: 'failsafe.yaml' });
const refusal = await act(loaded, 'shop', { action: 'restart', service: 'web' }, new AbortController().signal);
process.stdout.write(refusal ?? 'done');
`;

test('Ctrl-C at the terminal leaves an act that was begun to its end', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'failsafe-act-'));
  try {
    const stack = { runtime: 'compose', compose: 'docker-compose.yml' };
    await writeFile(join(folder, 'failsafe.yaml'), JSON.stringify({ version: 1, project: 'shop', stack }));
    await writeFile(
      join(folder, 'docker-compose.yml'),
      JSON.stringify({ services: { web: { image: 'x' } } }),
    );
    // In the place of docker compose: what is interrupted says so
    await writeFile(join(folder, 'compose.sh'), 'touch begun; sleep 1; echo whole > ended');
    const child = execa(process.execPath, ['--input-type=module', '-e', ACTOR], {
      cwd: folder,
      env: { FAILSAFE_COMPOSE: `sh ${join(folder, 'compose.sh')}` },
      detached: true,
      stdin: 'ignore',
    });
    while ((await readFile(join(folder, 'begun')).catch(() => undefined)) === undefined) await sleep(50);
    process.kill(-(child.pid ?? 0), 'SIGINT');
    expect((await child).stdout).toBe('done');
    expect(await readFile(join(folder, 'ended'), 'utf8')).toBe('whole\n');
  } finally {
    await rm(folder, { recursive: true });
  }
});

const docker = await engine();

test.skipIf(!docker.available)(
  'of several containers of a service only the broken one is restarted',
  async () => {
    const healthcheck = { test: ['CMD', 'test', '!', '-e', '/broken'], interval: '300ms', retries: 1 };
    const web = {
      image: BASE_IMAGE,
      command: 'sleep infinity',
      init: true,
      stop_grace_period: '1s',
      healthcheck,
    };
    await using fixture = await composeFixture({ services: { web } });
    const { project, folder } = fixture;
    await fixture.compose('up', '-d', '--scale', 'web=2');
    await fixture.compose('exec', '-T', '--index', '2', 'web', 'touch', '/broken');
    const containers = async () => {
      const signal = AbortSignal.timeout(10_000);
      const all = await listContainers(openEngine(), project, signal);
      const found = await Promise.all(all.map(({ Id }) => inspectContainer(openEngine(), Id, signal)));
      return found.map(one => ({ health: one?.State.Health?.Status, startedAt: one?.State.StartedAt }));
    };
    await expect
      .poll(async () => (await containers()).map(({ health }) => health).sort(), { timeout: 20_000 })
      .toEqual(['healthy', 'unhealthy']);
    const before = await containers();
    const stack = { runtime: 'compose', compose: 'docker-compose.yml' };
    await writeFile(join(folder, 'failsafe.yaml'), JSON.stringify({ version: 1, project: 'shop', stack }));
    const loaded = await loadConfig({ file: join(folder, 'failsafe.yaml') });
    const restart = { action: 'restart', service: 'web' } as const;
    expect(await act(loaded, project, restart, AbortSignal.timeout(30_000))).toBeUndefined();
    const after = (await containers()).map(({ startedAt }) => startedAt);
    const kept = before.filter(({ startedAt }) => after.includes(startedAt));
    expect(kept).toMatchObject([{ health: 'healthy' }]);
  },
);
