import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { composeFixture } from '../src/runtimes/docker/testing/compose-fixture.ts';
import { deployApp } from './support/deploy-app.ts';
import { BASE_IMAGE, engine } from './support/engine.ts';
import { LONG } from './support/long-test.ts';
import { monitorIn, phaseOf } from './support/monitor-in.ts';

const docker = await engine();
const idle = { image: BASE_IMAGE, command: 'sleep infinity', stop_grace_period: '0s' };

async function deployment(monitor: object, environment: Readonly<Record<string, string>> = {}) {
  const fixture = await composeFixture({ services: { one: idle, two: { ...idle, depends_on: ['one'] } } });
  const { folder, project } = fixture;
  const stack = { runtime: 'compose', compose: 'docker-compose.yml', project };
  const write = (section: object) =>
    writeFile(
      join(folder, 'failsafe.yaml'),
      JSON.stringify({ version: 1, project: 'idle', stack, monitor: { interval: '1s', ...section } }),
    );
  await write(monitor);
  return { fixture, write, ...monitorIn(folder, environment) };
}

if (!docker.available) test.skip(docker.reason);

describe.runIf(docker.available)('failsafe monitor', () => {
  test('starts again what was killed, tells of it, and is one at a time', async () => {
    await using monitored = await deployment({});
    const { fixture, failsafe, until, audit } = monitored;
    await using _ = fixture;
    await fixture.compose('up', '-d');
    expect((await failsafe('monitor', 'status')).exitCode).toBe(0);
    const started = await failsafe('monitor', '--detach');
    expect(started).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('in the background') });
    expect(await failsafe('monitor')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('MONITOR_RUNNING'),
    });
    await until(phaseOf('one', 'healthy'));
    expect((await failsafe('monitor', 'status')).exitCode).toBe(0);

    await fixture.compose('kill', 'one');
    await until(now => now.outbox.length === 0 && now.alerts['idle/one/down']?.told !== undefined);
    // It may be seen to be mended before it is told
    const acts = (await audit()).map(({ what, subject }) => `${subject} ${what}`);
    expect(acts.filter(act => act !== 'one mended')).toEqual(['one intent', 'one done']);
    const alerts = await failsafe('monitor', 'alerts');
    expect(alerts).toMatchObject({ exitCode: 1, stdout: expect.stringMatching(/firing.*one.*EXIT_KILLED/) });
    const logs = await failsafe('monitor', 'logs');
    expect(logs.stdout).toContain('one: start one, because');

    await fixture.compose('stop', 'two');
    await until(phaseOf('two', 'maintenance'));
    await sleep(3000);
    expect((await audit()).some(({ subject }) => subject === 'two')).toBe(false);
    expect(await failsafe('monitor', 'stop')).toMatchObject({ exitCode: 0 });
    expect((await failsafe('monitor', 'status')).exitCode).toBe(1);
  });

  test.runIf(LONG)(
    'a dry run says what it would do; a good change of failsafe.yaml is followed, a bad one is not',
    async () => {
      await using monitored = await deployment({});
      const { fixture, failsafe, until, audit, write, file } = monitored;
      await using _ = fixture;
      await fixture.compose('up', '-d');
      await failsafe('monitor', '--detach', '--dry-run');
      await until(phaseOf('one', 'healthy'));
      await fixture.compose('pause', 'one');
      await until(phaseOf('one', 'failed'));
      expect(await audit()).toMatchObject([{ what: 'suggested', subject: 'one' }]);
      const output = () => readFile(file('output.log'), 'utf8');
      await writeFile(join(fixture.folder, 'failsafe.yaml'), 'version: 2\n');
      while (!(await output()).includes('is not followed')) await sleep(100);
      await write({ failures: 2 });
      while (!(await output()).includes('is followed')) await sleep(100);
      expect(await audit()).toHaveLength(1);
    },
  );

  test.runIf(LONG).each([
    ['answers nothing any more', {}, {}],
    ['ends again and again, by the engine that starts it', { exits: 3 }, { restart: 'always' }],
  ])(
    'a version that goes bad some time after its deploy is gone back from, once, and that mends it: it %s',
    async (_, bad, app) => {
      const monitor = { interval: '1s', heal: { services: { app: { startWithin: '5s' } } } };
      await using deployed = await deployApp({ name: 'one' }, { yaml: { monitor }, app });
      await deployed.describe({ rehearse: false });
      expect((await deployed.failsafe('deploy')).exitCode).toBe(0);
      const old = await deployed.runs();
      await deployed.change({ name: 'two', ...bad, badFrom: Math.ceil(Date.now() / 1000 + 60) * 1000 });
      expect((await deployed.failsafe('deploy')).exitCode).toBe(0);
      expect(await deployed.page()).toBe('two');
      await using monitored = monitorIn(deployed.folder);
      await monitored.failsafe('monitor', '--detach');
      await monitored.until(phaseOf('app', 'healthy'));
      await monitored.until(
        ({ subjects: { app } }) => app?.phase === 'healing' && app.heal?.act.action === 'rollback',
      );
      // As Ctrl-C at its terminal, which all hear that was started from there: it ends when the act is done
      const { pid } = JSON.parse(await readFile(monitored.file('lock.json'), 'utf8'));
      process.kill(-pid, 'SIGINT');
      while (existsSync(monitored.file('lock.json'))) await sleep(100);
      expect((await monitored.audit()).map(({ what }) => what).slice(-2)).toEqual(['intent', 'done']);
      await monitored.failsafe('monitor', '--detach');
      await monitored.until(({ wentBack }) => wentBack !== undefined);
      await monitored.until(phaseOf('app', 'healthy'));
      expect([await deployed.runs(), await deployed.page()]).toEqual([old, 'one']);
      const audit = (await monitored.audit()).map(({ what, do: act }) =>
        act ? `${what} ${act.action}` : what,
      );
      expect(audit.slice(-3)).toEqual(['intent rollback', 'done', 'mended']);
      expect(audit.filter(what => what === 'intent rollback')).toHaveLength(1);
      const [newest] = JSON.parse((await deployed.failsafe('deploy', 'list', '--json')).stdout).deploys;
      expect(newest).toMatchObject({ by: 'rollback' });
      await monitored.until(({ alerts }) => alerts['shop/app/down'] === undefined);
      const told = await monitored.failsafe('monitor', 'alerts', '--all', '--json');
      expect(JSON.parse(told.stdout)).toContainEqual(
        expect.objectContaining({ root: 'app', state: 'resolved' }),
      );
    },
    600_000,
  );

  test('killed while it acts, it goes on where it was, and does no act twice', async () => {
    await using monitored = await deployment({});
    const { fixture, failsafe, until, audit, file } = monitored;
    await using _ = fixture;
    await fixture.compose('up', '-d');
    await failsafe('monitor', '--detach');
    await until(phaseOf('one', 'healthy'));
    await fixture.compose('kill', 'one');
    await until(phaseOf('one', 'healing'));
    process.kill(JSON.parse(readFileSync(file('lock.json'), 'utf8')).pid, 'SIGKILL');
    expect((await failsafe('monitor', '--detach')).exitCode).toBe(0);
    const { spent } = await until(
      ({ subjects: { one } }) => one?.phase === 'verifying' && one.successes >= 2,
    );
    const begun = (await audit()).filter(({ what }) => what === 'intent').map(({ act }) => act);
    // Killed before the engine was told, it has to begin another one later: each is paid for, also one that was paid for and
    // not begun by then
    expect(begun.length).toBeGreaterThan(0);
    expect(begun.length).toBeLessThanOrEqual(spent.length);
    expect(new Set(begun).size).toBe(begun.length);
  });
});

test('without an engine it does nothing and says so', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'failsafe-monitor-'));
  try {
    const stack = { runtime: 'compose', compose: 'docker-compose.yml', project: 'nowhere' };
    const config = { version: 1, project: 'idle', stack, monitor: { interval: '1s' } };
    await writeFile(join(folder, 'failsafe.yaml'), JSON.stringify(config));
    await writeFile(join(folder, 'docker-compose.yml'), JSON.stringify({ services: { one: idle } }));
    await using monitored = monitorIn(folder, { DOCKER_HOST: `unix://${join(folder, 'none.sock')}` });
    expect((await monitored.failsafe('monitor', '--detach')).exitCode).toBe(0);
    await monitored.until(now => now.alerts['idle/@observer/blind']?.told !== undefined);
    expect(await monitored.failsafe('monitor', 'status')).toMatchObject({
      exitCode: 2,
      stdout: expect.stringContaining('no Docker engine answers'),
    });
    expect(await monitored.audit()).toEqual([]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('child processes are started again as well, and end with the monitor', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'failsafe-monitor-'));
  try {
    const server =
      "require('node:http').createServer((_, answer) => answer.end('hi')).listen(process.env.PORT)";
    const web = { run: ['node', '-e', server], port: 80, ready: '/' };
    const config = {
      version: 1,
      project: 'small',
      stack: { runtime: 'processes', processes: { web } },
      targets: { web: { service: 'web', port: 80 } },
      monitor: { interval: '1s' },
    };
    await writeFile(join(folder, 'failsafe.yaml'), JSON.stringify(config));
    await using monitored = monitorIn(folder);
    expect((await monitored.failsafe('monitor', '--detach')).exitCode).toBe(0);
    await monitored.until(phaseOf('web', 'healthy'));
    const pidOf = async () =>
      Number((await execa('pgrep', ['-f', 'createServer.*answer.end'])).stdout.split('\n')[0]);
    const before = await pidOf();
    process.kill(before, 'SIGKILL');
    await monitored.until(phaseOf('web', 'verifying'));
    expect(await pidOf()).not.toBe(before);
    const measured = await monitored.failsafe('metrics', '--since', '1h', '--json');
    const { series } = JSON.parse(measured.stdout);
    const up = series.find(({ kind }: { kind: string }) => kind === 'up');
    expect(up).toMatchObject({ name: 'web', looks: expect.any(Number), badPercent: expect.any(Number) });
    expect(up.badPercent).toBeGreaterThan(0);
    expect(series).toContainEqual(
      expect.objectContaining({ kind: 'response', name: 'web', p50: expect.any(Number) }),
    );
    await monitored.failsafe('monitor', 'stop');
    await expect(pidOf()).rejects.toThrow();
  } finally {
    await rm(folder, { recursive: true });
  }
});
