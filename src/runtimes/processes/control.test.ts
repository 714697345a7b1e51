import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { ServiceState, Stack, StartedStack } from '../../model/stack.ts';
import { restartService, signalService } from './control.ts';
import { processes } from './processes.ts';
import { openRun } from './stack/open-run.ts';
import { createTestProject } from './testing/test-project.ts';

const { signal } = new AbortController();
const project = createTestProject();
const loaded = project.load({
  web: { run: `${project.server} children`, port: 80, ready: '/' },
  worker: { run: ['node', '-e', 'setInterval(() => {}, 1000)'] },
  seed: { run: ['node', '-e', ''], oneShot: true },
});
let started: StartedStack;
let stack: Stack;

beforeAll(async () => {
  started = await processes.start(loaded, { signal, progress: () => {} });
  stack = await processes.attach(loaded, started.handle);
});

afterAll(async () => {
  await started.stop();
  project.remove();
});

async function stateOf(service: string): Promise<ServiceState | undefined> {
  return (await stack.services(signal)).find(state => state.service === service);
}

async function until(service: string, state: ServiceState['state']): Promise<ServiceState | undefined> {
  while ((await stateOf(service))?.state !== state) await sleep(20);
  return stateOf(service);
}

test('tells what runs', async () => {
  expect(await stateOf('web')).toMatchObject({
    state: 'running',
    health: 'healthy',
    restarts: 0,
    oneShot: false,
    image: 'node server.mjs children',
    ports: { 80: await stack.address('web', 80, signal) },
  });
  expect(await stateOf('worker')).toMatchObject({ state: 'running', health: 'none', ports: {} });
  expect(await stateOf('seed')).toMatchObject({
    state: 'exited',
    exitCode: 0,
    oneShot: true,
    health: 'none',
  });
  const { memoryBytes, cpuPercent } = await stack.usage('web', signal);
  expect(memoryBytes).toBeGreaterThan(60_000_000);
  expect(cpuPercent).toBeGreaterThanOrEqual(0);
  expect(await stack.logs('web', { tail: 1 }, signal)).toEqual(['listening now']);
  const disk = await stack.disk(signal);
  expect(disk.freeBytes).toBeLessThan(disk.totalBytes);
  expect(stack.command('logs', 'web')).toMatch(/^tail -n 50 .*web\.log$/);
  expect(stack.command('restart', 'web')).toBe('npx failsafe check');
  expect(stack.command('inspect', 'web')).toMatch(/^ps .* -p \d+$/);
});

test('connects as a service would', async () => {
  const connect = (to: string, port: number) => stack.connect('worker', to, port, signal);
  expect(await connect('web', 80)).toMatchObject({ connected: true, error: undefined });
  expect(await connect('web', 81)).toMatchObject({ connected: false, error: 'ECONNREFUSED' });
  expect(await connect('moon', 80)).toMatchObject({ connected: false, error: 'ENOTFOUND' });
  await expect(stack.connect('seed', 'web', 80, signal)).rejects.toMatchObject({
    code: 'SERVICE_NOT_RUNNING',
  });
});

test('names what is not there', async () => {
  const address = (service: string, port: number) => stack.address(service, port, signal);
  await expect(address('moon', 80)).rejects.toMatchObject({ kind: 'target', code: 'SERVICE_MISSING' });
  await expect(address('seed', 80)).rejects.toMatchObject({ kind: 'target', code: 'SERVICE_NOT_RUNNING' });
  await expect(address('web', 81)).rejects.toMatchObject({ kind: 'target', code: 'PORT_NOT_PUBLISHED' });
  expect(() => signalService(started.handle, 'moon', 'SIGTERM')).toThrow('there is no service moon');
});

test('a paused service is paused, until it goes on', async () => {
  expect(signalService(started.handle, 'web', 'SIGSTOP')).toBe(3);
  expect(await until('web', 'paused')).toMatchObject({ health: 'unhealthy', exitCode: undefined });
  signalService(started.handle, 'web', 'SIGCONT');
  expect(await until('web', 'running')).toMatchObject({ health: 'healthy' });
});

test('of a log only what is young enough and of this life, when asked so', async () => {
  const { log } = openRun(started.handle.directory ?? '').services.worker ?? { log: '' };
  const logs = (withinMs?: number) => stack.logs('worker', { tail: 10, withinMs }, signal);
  appendFileSync(log, 'early\n');
  await sleep(2500);
  appendFileSync(log, 'late\n');
  expect(await logs()).toEqual(['early', 'late']);
  expect(await logs(60_000)).toEqual(['early', 'late']);
  expect(await logs(1000)).toEqual(['late']);
  await sleep(2500);
  expect(await logs(1000)).toEqual([]);
  await restartService(started.handle, 'worker', signal);
  expect(await logs(60_000)).toEqual([]);
  expect(await logs()).toEqual(['early', 'late']);
});

test('a killed service is not restarted until somebody asks', async () => {
  const before = await stack.address('web', 80, signal);
  expect(signalService(started.handle, 'web', 'SIGKILL')).toBe(3);
  await until('web', 'exited');
  // How it ended is noted a moment after it is gone
  const ended = await vi.waitUntil(async () => {
    const state = await stateOf('web');
    return state?.exitCode === undefined ? undefined : state;
  });
  expect(ended).toMatchObject({ exitCode: 137, health: 'unhealthy', ports: {}, restarts: 0 });
  expect(ended?.finishedAt).toBeDefined();
  await expect(stack.address('web', 80, signal)).rejects.toMatchObject({ code: 'SERVICE_NOT_RUNNING' });
  expect(await stack.connect('worker', 'web', 80, signal)).toMatchObject({ error: 'ECONNREFUSED' });

  await restartService(started.handle, 'web', signal);
  expect(await stateOf('web')).toMatchObject({ state: 'running', health: 'healthy', restarts: 0 });
  expect(await stack.address('web', 80, signal)).toEqual(before);
  await restartService(started.handle, 'web', signal);
  expect(await stateOf('web')).toMatchObject({ state: 'running', health: 'healthy', restarts: 0 });
});
