import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../src/config/load.ts';
import { planRecentRollback } from '../src/operations/deploy/plan-recent-rollback.ts';
import { compose } from '../src/runtimes/compose/compose.ts';
import { reachEngine } from '../src/runtimes/docker/reach-engine.ts';
import { deployApp } from './support/deploy-app.ts';
import { engine } from './support/engine.ts';
import { LONG } from './support/long-test.ts';

const docker = await engine();
if (!docker.available) test.skip(docker.reason);

type Ran = { readonly exitCode?: number; readonly stdout: string; readonly stderr: string };

const said = ({ exitCode, stdout, stderr }: Ran) => {
  const { problems = [], status, steps = [], ...facts } = JSON.parse(stdout || '{}');
  return {
    exitCode,
    codes: problems.map(({ code }: { code: string }) => code),
    status,
    steps,
    facts,
    stderr,
  };
};

/** Milliseconds of these steps. */
const took = (steps: readonly { id: string; durationMs: number }[], ...ids: string[]) =>
  steps.filter(({ id }) => ids.includes(id)).reduce((sum, { durationMs }) => sum + durationMs, 0);

describe.runIf(docker.available)('failsafe deploy', () => {
  test('a version that is healthy but fails a check is not kept: the old image serves again', async () => {
    await using app = await deployApp({ name: 'one' });
    await app.describe({ rehearse: false });
    expect(said(await app.failsafe('deploy', '--json'))).toMatchObject({ exitCode: 0, status: 'kept' });
    const old = await app.runs();

    await app.change({ name: 'two', status: 500 });
    const bad = said(await app.failsafe('deploy', '--json'));
    expect(bad, bad.stderr).toMatchObject({ exitCode: 1, status: 'rolled-back' });
    expect(bad.codes).toEqual(expect.arrayContaining(['DEPLOY_ROLLED_BACK', 'HTTP_STATUS']));
    expect(await app.runs()).toBe(old);
    expect(await app.page()).toBe('one');
  }, 300_000);

  test.runIf(LONG)(
    'a version that ends or is never healthy has replaced nothing',
    async () => {
      await using app = await deployApp({ name: 'one' });
      await app.fixture.compose('up', '-d', '--build');
      const [old, startedAt] = [await app.runs(), await app.startedAt()];
      for (const bad of [
        { name: 'two', exits: 3 },
        { name: 'three', port: 8081 },
      ]) {
        await app.change(bad);
        const refused = said(await app.failsafe('deploy', '--json'));
        expect(refused, refused.stderr).toMatchObject({ exitCode: 2, codes: ['DEPLOY_REHEARSAL_FAILED'] });
        expect([await app.runs(), await app.startedAt(), await app.page()]).toEqual([old, startedAt, 'one']);
      }
      // Nothing of the bad ones is left under the name that the compose file knows
      await app.fixture.compose('up', '-d', '--force-recreate', '--no-build');
      expect(await app.runs()).toBe(old);
      const { stdout } = await execa('docker', [
        'ps',
        '-aq',
        '--filter',
        `name=${app.project}-app-rehearsal`,
      ]);
      expect(stdout).toBe('');
    },
    300_000,
  );

  test.runIf(LONG)(
    'one without a health check has to run for a while: what ends has replaced nothing',
    async () => {
      await using app = await deployApp({ name: 'one' }, { app: { healthcheck: undefined } });
      await app.fixture.compose('up', '-d', '--build');
      const startedAt = await app.startedAt();
      await app.change({ name: 'two', exits: 3 });
      const refused = said(await app.failsafe('deploy', '--json'));
      expect(refused, refused.stderr).toMatchObject({ exitCode: 2, codes: ['DEPLOY_REHEARSAL_FAILED'] });
      expect([await app.startedAt(), await app.page()]).toEqual([startedAt, 'one']);
      await app.change({ name: 'three' });
      expect(said(await app.failsafe('deploy', '--json'))).toMatchObject({ exitCode: 0, status: 'kept' });
      expect(await app.page()).toBe('three');
    },
    300_000,
  );

  test.runIf(LONG)(
    'without a rehearsal the old one serves again within the time-out and 30 s',
    async () => {
      await using app = await deployApp({ name: 'one' });
      await app.describe({ rehearse: false });
      await app.compose({ COLOUR: 'blue' });
      await app.failsafe('deploy');
      const old = await app.runs();
      for (const bad of [
        { name: 'two', exits: 3 },
        { name: 'three', port: 8081 },
      ]) {
        await app.change(bad);
        await app.compose({ COLOUR: 'red' });
        const back = said(await app.failsafe('deploy', '--json'));
        expect(back, back.stderr).toMatchObject({ exitCode: 1, status: 'rolled-back' });
        expect(back.codes).toEqual(['DEPLOY_ROLLED_BACK', 'SERVICE_NOT_READY']);
        const ids = ['up', 'rollback-allowed', 'rollback', 'rollback-seen'];
        expect(took(back.steps, ...ids)).toBeLessThan(20_000 + 30_000);
        expect([await app.runs(), await app.page()]).toEqual([old, 'one']);
        const { stdout } = await execa('docker', ['inspect', `${app.project}-app-1`]);
        expect(stdout).toContain('COLOUR=blue');
      }
    },
    300_000,
  );

  test.runIf(LONG)(
    'goes back and forth, and keeps five',
    async () => {
      await using app = await deployApp({ name: 'v1' });
      await app.describe({ rehearse: false, window: '0' });
      const versions: { id: string; image: string }[] = [];
      for (let nth = 1; nth <= 6; nth++) {
        await app.change({ name: `v${nth}` });
        const { facts, exitCode, stderr } = said(await app.failsafe('deploy', '--json'));
        expect(exitCode, stderr).toBe(0);
        versions.push({ id: facts.deploy, image: await app.runs() });
      }
      const list = JSON.parse((await app.failsafe('deploy', 'list', '--json')).stdout);
      expect(list.serves).toBe(versions[5]?.id);
      expect(list.deploys.map(({ id }: { id: string }) => id)).toEqual(
        versions
          .slice(1)
          .map(({ id }) => id)
          .reverse(),
      );
      const { stdout } = await execa('docker', ['images', '-q', `failsafe/${app.project}/app`]);
      expect(stdout.split('\n')).toHaveLength(5);
      const files = await readdir(join(app.folder, '.failsafe/deploys'));
      for (const name of files)
        expect((await stat(join(app.folder, '.failsafe/deploys', name))).mode & 0o077).toBe(0);

      expect((await app.failsafe('rollback')).stderr).toContain('NOT_CONFIRMED');
      expect((await app.failsafe('rollback', '--yes')).exitCode).toBe(0);
      expect(await app.page()).toBe('v5');
      expect((await app.failsafe('rollback', '--yes')).exitCode).toBe(0);
      expect(await app.page()).toBe('v4');
      const to = versions[5]?.id ?? '';
      expect((await app.failsafe('rollback', '--yes', '--to', to)).exitCode).toBe(0);
      expect([await app.page(), await app.runs()]).toEqual(['v6', versions[5]?.image]);
      expect((await app.failsafe('rollback', '--yes', '--to', '1')).stderr).toContain('ROLLBACK_UNKNOWN');

      // Somebody has removed an image: nothing is stopped for it
      const startedAt = await app.startedAt();
      const gone = JSON.parse((await app.failsafe('deploy', 'list', '--json')).stdout).deploys.find(
        ({ id }: { id: string }) => id === versions[1]?.id,
      );
      await execa('docker', ['rmi', gone.images.app.kept]);
      const refused = await app.failsafe('rollback', '--yes', '--to', gone.id);
      expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('ROLLBACK_IMAGE_GONE') });
      expect(await app.startedAt()).toBe(startedAt);
    },
    600_000,
  );

  test.runIf(LONG)(
    'one service goes back to the version before a recent deploy, once',
    async () => {
      await using app = await deployApp({ name: 'one' });
      await app.describe({ rehearse: false, window: '0' });
      await app.failsafe('deploy');
      const old = await app.runs();
      await app.change({ name: 'two' });
      await app.failsafe('deploy');
      expect(await app.page()).toBe('two');
      const loaded = await loadConfig({ cwd: app.folder, environment: {} });
      const { signal } = new AbortController();
      const plan = async (now: number) =>
        planRecentRollback({
          loaded,
          engine: await reachEngine(signal),
          project: app.project,
          services: ['app'],
          stack: () => compose.attach(loaded, { runtime: 'compose', project: app.project }),
          databases: async () => [],
          signal,
          hear: () => undefined,
          now,
        });
      expect(await plan(Date.now() + 2 * 3_600_000)).toMatchObject({ refusal: { code: 'ROLLBACK_NOTHING' } });
      const planned = await plan(Date.now());
      if (!('steps' in planned)) throw new Error(planned.refusal.message);
      expect(await app.page()).toBe('two');
      for (const step of planned.steps) await step.run(() => undefined);
      expect([await app.runs(), await app.page()]).toEqual([old, 'one']);
      expect(await plan(Date.now())).toMatchObject({ refusal: { code: 'ROLLBACK_NOTHING' } });
    },
    300_000,
  );

  test.runIf(LONG)(
    'a monitor that runs keeps out of a deploy',
    async () => {
      await using app = await deployApp(
        { name: 'one' },
        { yaml: { monitor: { interval: '1s', failures: 1 } } },
      );
      await app.describe({ rehearse: false });
      await app.failsafe('deploy');
      expect((await app.failsafe('monitor', '--detach')).exitCode).toBe(0);
      try {
        await app.change({ name: 'two', exits: 3 });
        expect((await app.failsafe('deploy')).exitCode).toBe(1);
        expect(await app.page()).toBe('one');
        const { stdout } = await app.failsafe('monitor', 'logs');
        expect(stdout).toContain('a maintenance window opens');
        const audit = join(app.folder, '.failsafe/monitor/audit.jsonl');
        expect(await readFile(audit, 'utf8').catch(() => '')).toBe('');
        // What was seen meanwhile is over by itself, and nobody hears of it
        while ((await app.failsafe('monitor', 'alerts')).exitCode === 1) await sleep(1000);
        const told = (await readdir(join(app.folder, 'logs'))).filter(name => name.startsWith('alerts'));
        expect(told).toEqual([]);
      } finally {
        await app.failsafe('monitor', 'stop');
      }
    },
    300_000,
  );

  test.runIf(LONG)(
    'Ctrl-C puts the old one back; after a kill, rollback does',
    async () => {
      await using app = await deployApp({ name: 'one' });
      await app.describe({ rehearse: false });
      await app.failsafe('deploy');
      const old = await app.runs();
      await app.change({ name: 'two' });
      await app.describe({ rehearse: false, window: '10m' });
      for (const signal of ['SIGINT', 'SIGKILL'] as const) {
        const running = app.failsafe('deploy', '--json');
        for (let tries = 0; tries < 300 && (await app.page().catch(() => '')) !== 'two'; tries++)
          await sleep(200);
        await sleep(3000);
        running.kill(signal);
        const ended = await running;
        if (signal === 'SIGINT') {
          expect(said(ended)).toMatchObject({ exitCode: 130, status: 'rolled-back' });
        } else {
          expect(await app.page()).toBe('two');
          expect((await app.failsafe('rollback', '--yes')).exitCode).toBe(0);
        }
        expect([await app.runs(), await app.page()]).toEqual([old, 'one']);
      }
    },
    300_000,
  );
});
