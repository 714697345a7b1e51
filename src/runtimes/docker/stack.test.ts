import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { BASE_IMAGE, engine } from '../../../tests/support/engine.ts';
import type { ServiceState, Stack } from '../../model/stack.ts';
import { openEngine } from './engine.ts';
import { killsSeenFromHost, killsSeenInside } from './oom-kills.ts';
import { inspectContainer, listContainers, serviceOf } from './project-containers.ts';
import { dockerStack } from './stack.ts';
import { type ComposeFixture, composeFixture, PERL_SERVER } from './testing/compose-fixture.ts';
import { literalConfig } from './testing/literal-config.ts';

const docker = await engine();
const image = BASE_IMAGE;
const soon = () => AbortSignal.timeout(10_000);
const always = 'sleep infinity';
const health = (test: string) => ({
  test: ['CMD-SHELL', test],
  interval: '300ms',
  timeout: '5s',
  retries: 1,
});

const services = {
  web: { image, command: ['perl', '-e', PERL_SERVER], ports: ['127.0.0.1::8080'], mem_limit: '64m' },
  open: { image, command: always, ports: ['8081'] },
  healthy: { image, command: always, healthcheck: health('true') },
  unhealthy: { image, command: always, healthcheck: health('echo no route to the database; exit 1') },
  job: { image, command: 'true' },
  failed: { image, command: ['bash', '-c', 'echo to be or; echo not to be >&2; exit 3'] },
  paused: { image, command: always },
  crashing: { image, command: 'false', restart: 'always' },
  greedy: {
    image,
    command: ['perl', '-e', 'my $all = "x" x 1e9; sleep 60'],
    mem_limit: '16m',
    memswap_limit: '16m',
  },
  thirsty: {
    image,
    command: ['bash', '-c', `perl -e 'my $all = "x" x 1e9'; perl -e 'my $all = "x" x 1e9'; sleep infinity`],
    mem_limit: '16m',
    memswap_limit: '16m',
  },
  bare: { image, command: ['/usr/bin/sleep', 'infinity'], environment: { PATH: '/nowhere' } },
  noded: {
    image,
    command: ['/usr/bin/sleep', 'infinity'],
    environment: { PATH: '/only' },
    volumes: [`${process.execPath}:/only/node:ro`],
  },
  twins: { image, command: ['bash', '-c', 'echo twin; sleep infinity'], ports: ['127.0.0.1::8082'] },
  lively: { image, command: ['bash', '-c', 'echo early; sleep 4; echo late; sleep infinity'] },
  left: { image, command: always },
};

if (!docker.available) test.skip(docker.reason);

describe.runIf(docker.available)('a stack of containers', () => {
  let fixture: ComposeFixture;
  let stack: Stack;
  let states: Record<string, ServiceState>;

  async function until(seen: (states: Record<string, ServiceState>) => boolean): Promise<void> {
    do {
      await sleep(200);
      states = Object.fromEntries((await stack.services(soon())).map(state => [state.service, state]));
    } while (!seen(states));
  }

  beforeAll(async () => {
    fixture = await composeFixture({ services });
    await fixture.compose('up', '-d', '--scale', 'twins=2');
    await fixture.compose('pause', 'paused');
    const { left, ...declared } = services;
    const loaded = literalConfig({
      runtime: 'compose',
      composeFiles: [fixture.file],
      services: [...Object.keys(declared), 'ghost'],
      stack: { oneShots: ['job'] },
    });
    stack = dockerStack({
      engine: openEngine({}),
      runtime: 'compose',
      project: fixture.project,
      loaded,
      scope: { project: fixture.project, files: [fixture.file], environmentFile: undefined },
    });
    const isSettled = ({ unhealthy, healthy, crashing, greedy }: typeof states) =>
      unhealthy?.health === 'unhealthy' &&
      healthy?.health === 'healthy' &&
      crashing?.state === 'restarting' &&
      crashing.restarts > 1 &&
      greedy?.state === 'exited';
    await until(isSettled);
    // Where the engine hears of the end before it hears of the reason, it does not know the reason
    for (let tries = 0; tries < 5 && states.greedy?.oomKilled === false; tries++) {
      await fixture.compose('start', 'greedy');
      await until(isSettled);
    }
  });

  afterAll(() => fixture?.[Symbol.asyncDispose]());

  test.each<[string, Partial<ServiceState>]>([
    [
      'web',
      {
        state: 'running',
        health: 'none',
        restarts: 0,
        image,
        imageCurrent: true,
        oomKilled: false,
        memoryLimitBytes: 2 ** 26,
      },
    ],
    ['healthy', { state: 'running', health: 'healthy' }],
    [
      'unhealthy',
      {
        state: 'running',
        health: 'unhealthy',
        healthOutput: 'no route to the database',
        exitCode: undefined,
      },
    ],
    ['job', { state: 'exited', exitCode: 0, oneShot: true }],
    ['failed', { state: 'exited', exitCode: 3, oneShot: false, ports: {} }],
    ['paused', { state: 'paused', exitCode: undefined }],
    ['crashing', { state: 'restarting', exitCode: 1 }],
    ['greedy', { state: 'exited', exitCode: 137, oomKilled: true, memoryLimitBytes: 2 ** 24 }],
    ['thirsty', { state: 'running', exitCode: undefined }],
    ['ghost', { state: 'missing', image: '', restarts: 0 }],
    ['left', { state: 'running' }],
  ])('shows %s as it is', (service, expected) => {
    expect(states[service]).toMatchObject(expected);
  });

  test('reports the declared services in their order, then the others', () => {
    expect(Object.keys(states)).toEqual([
      ...Object.keys(services).filter(name => name !== 'left'),
      'ghost',
      'left',
    ]);
  });

  test('knows when something started and ended', () => {
    const { failed, web } = states;
    expect(Date.parse(failed?.startedAt ?? '')).not.toBeNaN();
    expect(Date.parse(failed?.finishedAt ?? '')).not.toBeNaN();
    expect(Date.parse(web?.startedAt ?? '')).not.toBeNaN();
    expect(web?.finishedAt).toBeUndefined();
  });

  test('gives an address that answers', async () => {
    const { host, port } = await stack.address('web', 8080, soon());
    expect(states.web?.ports[8080]).toEqual({ host, port });
    expect(await (await fetch(`http://${host}:${port}/`)).text()).toBe('hi\n');
  });

  test('reaches a port that is published on all interfaces by the loopback', async () => {
    expect(await stack.address('open', 8081, soon())).toMatchObject({ host: '127.0.0.1' });
  });

  test('knows a service by the address that it has for the others, as long as it runs', async () => {
    const found = await stack.servicesByAddress?.(soon());
    expect([...(found?.values() ?? [])]).toEqual(expect.arrayContaining(['web', 'healthy', 'paused']));
    expect([...(found?.values() ?? [])]).not.toContain('failed');
    for (const address of found?.keys() ?? []) expect(address).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
  });

  test('knows each container that publishes a port, the first of which has the address', async () => {
    const found = (await stack.replicas?.('twins', 8082, soon())) ?? [];
    expect(found.map(({ name }) => name.replace(/.*(?=twins)/, '')).sort()).toEqual([
      expect.stringMatching(/twins.1$/),
      expect.stringMatching(/twins.2$/),
    ]);
    expect(new Set(found.map(({ address }) => address.port)).size).toBe(2);
    expect(await stack.address('twins', 8082, soon())).toEqual(found[0]?.address);
  });

  test.each([
    ['ghost', 80, 'SERVICE_MISSING'],
    ['failed', 80, 'SERVICE_NOT_RUNNING'],
    ['paused', 80, 'SERVICE_NOT_RUNNING'],
    ['web', 81, 'PORT_NOT_PUBLISHED'],
  ])('has no address for %s:%i: %s', async (service, port, code) => {
    await expect(stack.address(service, port, soon())).rejects.toMatchObject({ kind: 'target', code });
  });

  test.each([
    ['healthy', 'web', 8080, { connected: true }],
    ['healthy', 'web', 81, { connected: false, error: 'ECONNREFUSED' }],
    ['healthy', 'nobody', 80, { connected: false, error: 'ENOTFOUND' }],
    ['noded', 'web', 8080, { connected: true }],
    ['noded', 'web', 81, { connected: false, error: 'ECONNREFUSED' }],
    ['noded', 'nobody', 80, { connected: false, error: 'ENOTFOUND' }],
  ])('connects from %s to %s:%i', async (from, to, port, outcome) => {
    expect(await stack.connect(from, to, port, soon())).toMatchObject(outcome);
  });

  test.each([
    ['bare', 'observer', 'NO_TOOL_IN_CONTAINER'],
    ['paused', 'target', 'SERVICE_NOT_RUNNING'],
    ['failed', 'target', 'SERVICE_NOT_RUNNING'],
    ['ghost', 'target', 'SERVICE_MISSING'],
  ])('cannot connect from %s', async (from, kind, code) => {
    await expect(stack.connect(from, 'web', 8080, soon())).rejects.toMatchObject({ kind, code });
  });

  test('reads what was said on both outputs, the last lines only', async () => {
    expect((await stack.logs('failed', { tail: 10 }, soon())).sort()).toEqual(['not to be', 'to be or']);
    expect(await stack.logs('web', { tail: 1 }, soon())).toHaveLength(1);
    expect(await stack.logs('twins', { tail: 10 }, soon())).toEqual(['twin', 'twin']);
    await expect(stack.logs('ghost', { tail: 1 }, soon())).rejects.toMatchObject({ code: 'SERVICE_MISSING' });
  });

  test('reads of a log only what is young enough and of this life, when asked so', async () => {
    const logs = (withinMs?: number) => stack.logs('lively', { tail: 10, withinMs }, soon());
    const restart = () => fixture.compose('restart', '--timeout', '0', 'lively');
    await restart();
    await vi.waitUntil(async () => (await logs(60_000)).length > 0, 10_000);
    expect((await logs(60_000))[0]).toBe('early');
    await vi.waitUntil(async () => (await logs(60_000)).length === 2, 10_000);
    expect(await logs(3000)).toEqual(['late']);
    await sleep(3000);
    expect(await logs(3000)).toEqual([]);
    await restart();
    expect(await logs(60_000)).toEqual(['early']);
    expect((await logs()).slice(-3)).toEqual(['early', 'late', 'early']);
  });

  test('measures memory against a limit that was set, CPU and traffic', async () => {
    const usage = await stack.usage('web', soon());
    expect(usage.memoryLimitBytes).toBe(64 * 2 ** 20);
    expect(usage.memoryBytes).toBeGreaterThan(100_000);
    expect(usage.memoryBytes).toBeLessThan(64 * 2 ** 20);
    expect(usage.receivedBytes).toBeGreaterThan(0);
    expect((await stack.usage('left', soon())).memoryLimitBytes).toBeUndefined();
    await expect(stack.usage('failed', soon())).rejects.toMatchObject({ code: 'SERVICE_NOT_RUNNING' });
  });

  test('counts killed children of a container that lives on, from this machine and from inside', async () => {
    await vi.waitUntil(async () => (await stack.oomKills('thirsty', soon()))?.sinceStart === 2, 10_000);
    const own = openEngine({});
    const found = await listContainers(own, fixture.project, soon());
    const id = found.find(container => serviceOf(container) === 'thirsty')?.Id ?? '';
    expect(await killsSeenInside(own, id, soon())).toBe(2);
    const pid = (await inspectContainer(own, id, soon()))?.State.Pid ?? 0;
    expect(await killsSeenFromHost(id, pid)).toBe(2);
    expect(await killsSeenFromHost(id, process.pid)).toBeUndefined();
    expect(await killsSeenFromHost(id, 0)).toBeUndefined();
  });

  test.each([
    ['web', 0],
    ['bare', 0],
  ])('no child of %s was killed', async (service, sinceStart) => {
    expect(await stack.oomKills(service, soon())).toEqual({ sinceStart, flagged: false });
  });

  test('a container without cat cannot be asked from inside', async () => {
    const own = openEngine({});
    const found = await listContainers(own, fixture.project, soon());
    const id = found.find(container => serviceOf(container) === 'bare')?.Id ?? '';
    expect(await killsSeenInside(own, id, soon())).toBeUndefined();
    await expect(stack.oomKills('failed', soon())).rejects.toMatchObject({ code: 'SERVICE_NOT_RUNNING' });
  });

  test('tells how full the disk of the engine is', async () => {
    const { path, totalBytes, freeBytes } = await stack.disk(soon());
    expect(path).toMatch(/^\//);
    expect(freeBytes).toBeGreaterThan(0);
    expect(totalBytes).toBeGreaterThan(freeBytes);
  });

  test('prints commands that work when they are typed', async () => {
    const command = await stack.command('inspect', 'failed');
    const { stdout } = await execa('bash', ['-c', command]);
    expect(command).toContain(fixture.project);
    expect(stdout).toContain('failed');
  });

  test('notices that an image has moved on', async () => {
    const name = `failsafe-test-${fixture.project}`;
    await execa('docker', ['tag', image, name]);
    try {
      await using other = await composeFixture({ services: { old: { image: name, command: always } } });
      await other.compose('up', '-d');
      await execa('docker', ['build', '-q', '-t', name, '-'], { input: `FROM ${image}\nLABEL moved=on` });
      const loaded = literalConfig({ runtime: 'compose', composeFiles: [other.file], services: ['old'] });
      const scope = { project: other.project, files: [], environmentFile: undefined };
      const { project } = other;
      const moved = dockerStack({ engine: openEngine({}), runtime: 'compose', project, loaded, scope });
      expect(await moved.services(soon())).toMatchObject([{ state: 'running', imageCurrent: false }]);
    } finally {
      await execa('docker', ['rmi', '-f', name]);
    }
  });
});
