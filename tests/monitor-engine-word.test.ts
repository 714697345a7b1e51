import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '../src/config/load.ts';
import { confirmWord, type EngineWord } from '../src/monitor/confirm-word.ts';
import { openDeployment } from '../src/monitor/open-deployment.ts';
import { watch } from '../src/monitor/watched.ts';
import { composeFixture, PERL_SERVER } from '../src/runtimes/docker/testing/compose-fixture.ts';
import { BASE_IMAGE, engine } from './support/engine.ts';
import { LONG } from './support/long-test.ts';
import { monitorIn, phaseOf } from './support/monitor-in.ts';

const docker = await engine();
if (!docker.available) test.skip(docker.reason);

/**
 * `api` beats, and its health check wants a beat; `store`, which it stands on, answers requests and has no health check;
 * nothing stands on `other`, which answers requests as well.
 */
async function deployment() {
  const common = { image: BASE_IMAGE, stop_grace_period: '0s' };
  const fixture = await composeFixture({
    services: {
      store: { ...common, command: ['perl', '-e', PERL_SERVER], ports: ['127.0.0.1::8080'] },
      other: { ...common, command: ['perl', '-e', PERL_SERVER], ports: ['127.0.0.1::8080'] },
      api: {
        ...common,
        depends_on: ['store'],
        command: ['sh', '-c', 'while :; do touch /beat; sleep 0.5; done'],
        healthcheck: {
          test: 'test $(( $(date +%s) - $(stat -c %Y /beat) )) -lt 4',
          interval: '1s',
          timeout: '10s',
          retries: 2,
        },
      },
    },
  });
  const { folder, project } = fixture;
  const config = {
    version: 1,
    project: 'shop',
    stack: { runtime: 'compose', compose: 'docker-compose.yml', project },
    targets: { store: { service: 'store', port: 8080 }, other: { service: 'other', port: 8080 } },
    // Whatever is seen between two looks is what the engine has told
    monitor: { interval: '10m' },
  };
  await writeFile(join(folder, 'failsafe.yaml'), JSON.stringify(config));
  return fixture;
}

/** What the machine is told when the engine says this of `api`. */
async function confirm(folder: string, word: EngineWord, passedAt: number) {
  const loaded = await loadConfig({ file: join(folder, 'failsafe.yaml') });
  const { signal } = new AbortController();
  const { stack, stop } = await openDeployment(loaded, signal, () => undefined);
  const watched = await watch(loaded, false);
  const passed = new Map(watched.plan.checks.map(({ id }) => [id, passedAt]));
  const seen = await confirmWord({ ...watched, stack, passedAt: passed }, 'api', word, signal);
  await stop();
  return seen;
}

test.runIf(docker.available && LONG)(
  'what the engine calls unhealthy is restarted at its word, unless what it stands on hangs as well',
  async () => {
    await using fixture = await deployment();
    await fixture.compose('up', '-d', '--wait');
    expect(await confirm(fixture.folder, 'is unhealthy', 0)).toBeUndefined();

    await using monitored = monitorIn(fixture.folder);
    await monitored.failsafe('monitor', '--detach');
    await monitored.until(phaseOf('api', 'healthy'));
    await fixture.compose('kill', '-s', 'SIGSTOP', 'store', 'api');
    await monitored.until(phaseOf('api', 'blocked'));
    expect(monitored.state().subjects.store?.phase).toBe('suspect');
    expect(await monitored.audit()).toEqual([]);

    const down = { is: 'down', unhealthy: true, cause: { code: 'UNHEALTHY' } };
    expect(await confirm(fixture.folder, 'is unhealthy', Date.now())).toMatchObject({
      sightings: { api: down, store: { is: 'up' } },
    });
    expect(await confirm(fixture.folder, 'is unhealthy', 0)).toMatchObject({
      sightings: { api: down, store: { is: 'down' } },
    });
    await monitored.failsafe('monitor', 'stop');

    await rm(monitored.file('state.json'));
    await fixture.compose('restart');
    await fixture.compose('up', '-d', '--wait');
    await monitored.failsafe('monitor', '--detach');
    await monitored.until(phaseOf('api', 'healthy'));
    await fixture.compose('kill', '-s', 'SIGSTOP', 'api');
    await monitored.until(phaseOf('api', 'verifying'));
    expect(await monitored.audit()).toMatchObject([{ subject: 'api', what: 'intent' }, { what: 'done' }]);
  },
  120_000,
);

test.runIf(docker.available && LONG)(
  'what has ended by itself is restarted while a cycle waits for another service; what it stands on is told with it',
  async () => {
    await using fixture = await deployment();
    await fixture.compose('up', '-d', '--wait');
    const confirmEnd = (passedAt: number) => confirm(fixture.folder, 'has ended', passedAt);
    expect(await confirmEnd(0)).toBeUndefined();

    await using monitored = monitorIn(fixture.folder);
    await monitored.failsafe('monitor', '--detach');
    await monitored.until(phaseOf('api', 'healthy'));
    await fixture.compose('kill', '-s', 'SIGSTOP', 'other');
    await fixture.compose('kill', 'api');
    await monitored.until(phaseOf('api', 'verifying'));
    expect(await monitored.audit()).toMatchObject([{ subject: 'api', what: 'intent' }, { what: 'done' }]);
    expect((await monitored.failsafe('monitor', 'logs')).stdout).toContain('has ended; confirmed');
    await monitored.failsafe('monitor', 'stop');

    await fixture.compose('kill', 'api');
    await fixture.compose('kill', '-s', 'SIGSTOP', 'store');
    const down = { is: 'down', ended: true };
    expect(await confirmEnd(Date.now() + 60_000)).toMatchObject({ sightings: { api: down } });
    expect(await confirmEnd(0)).toMatchObject({ sightings: { api: down, store: { is: 'down' } } });
  },
  120_000,
);
