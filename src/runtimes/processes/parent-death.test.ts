import { afterEach, beforeEach, expect, test } from 'vitest';
import { restartService } from './control.ts';
import { processes } from './processes.ts';
import { readRunState } from './run-state.ts';
import { type Holder, holdStack } from './testing/holder.ts';
import { processesOf, runsIn, settledLeftOver } from './testing/left-over.ts';
import { createTestProject, type TestProject } from './testing/test-project.ts';

const { signal } = new AbortController();
const SERVICES = {
  db: { postgres: { database: 'app' } },
  web: { run: 'node server.mjs children', port: 80, needs: ['db'], ready: '/' },
};
let project: TestProject;
const holders: Holder[] = [];

beforeEach(() => {
  project = createTestProject();
});

afterEach(async () => {
  for (const holder of holders.splice(0)) await holder.end('SIGKILL');
  project.remove();
});

function hold(services: typeof SERVICES): Holder {
  const holder = holdStack(project.root, services);
  holders.push(holder);
  return holder;
}

test.each(['SIGKILL', 'SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'nothing is left when the process that started the stack dies of %s',
  async death => {
    const holder = hold(SERVICES);
    const { handle, states } = await holder.started();
    if (!handle) throw new Error('it did not start');
    expect(states?.map(({ health }) => health)).toEqual(['healthy', 'healthy']);
    const all = processesOf(handle);
    expect(all.length).toBeGreaterThan(8);
    await holder.end(death);
    expect(await settledLeftOver(handle, all)).toEqual([]);
  },
);

test('nothing is left when it dies while the stack starts', async () => {
  const holder = hold({ ...SERVICES, web: { ...SERVICES.web, run: 'node server.mjs sick' } });
  await holder.until(({ progress }) => progress?.startsWith('db ready') ?? false);
  const [id = ''] = runsIn(project.root);
  const handle = {
    runtime: 'processes',
    project: 'test-project',
    directory: `${project.root}/.failsafe/run/${id}`,
  } as const;
  const all = processesOf(handle);
  await holder.end('SIGKILL');
  expect(await settledLeftOver(handle, all)).toEqual([]);
});

test('what a killed supervisor leaves is swept by the next start, which spares a run that lives', async () => {
  const dead = hold(SERVICES);
  const alive = hold(SERVICES);
  const [{ handle: deadHandle }, { handle: aliveHandle }] = await Promise.all([
    dead.started(),
    alive.started(),
  ]);
  if (!deadHandle || !aliveHandle) throw new Error('it did not start');
  const all = processesOf(deadHandle);
  const supervisor = readRunState(deadHandle.directory ?? '')?.supervisor.pid ?? 0;
  process.kill(supervisor, 'SIGKILL');
  await dead.end('SIGKILL');
  const loaded = project.load({ web: { run: project.server, port: 80 } });

  const orphaned = await processes.attach(loaded, deadHandle);
  expect((await orphaned.services(signal)).map(({ health }) => health)).toEqual(['healthy', 'healthy']);
  await expect(restartService(deadHandle, 'web', signal)).rejects.toThrow('supervisor');

  const next = await processes.start(loaded, { signal, progress: () => {} });
  expect(await settledLeftOver(deadHandle, all)).toEqual([]);
  const spared = await processes.attach(loaded, aliveHandle);
  expect((await spared.services(signal)).map(({ health }) => health)).toEqual(['healthy', 'healthy']);
  await next.stop();
  expect(runsIn(project.root)).toHaveLength(1);
});

test('a stop cleans up although the supervisor was killed', async () => {
  const loaded = project.load(SERVICES);
  const { handle, stop } = await processes.start(loaded, { signal, progress: () => {} });
  const all = processesOf(handle);
  process.kill(readRunState(handle.directory ?? '')?.supervisor.pid ?? 0, 'SIGKILL');
  await stop();
  expect(await settledLeftOver(handle, all)).toEqual([]);
});
