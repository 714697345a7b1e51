import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { Stack, StartedStack } from '../../model/stack.ts';
import { processes } from './processes.ts';
import { leftOver, processesOf, runsIn } from './testing/left-over.ts';
import { createTestProject, secret } from './testing/test-project.ts';

const { signal } = new AbortController();
const ends: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

function project() {
  const made = createTestProject();
  ends.push(made.remove);
  return made;
}

async function start(loaded: LoadedConfig): Promise<StartedStack & { stack: Stack; told: string[] }> {
  const told: string[] = [];
  const started = await processes.start(loaded, { signal, progress: message => told.push(message) });
  ends.push(started.stop);
  return { ...started, told, stack: await processes.attach(loaded, started.handle) };
}

async function read(stack: Stack, service: string, path: string): Promise<string> {
  const { host, port } = await stack.address(service, 80, signal);
  return (await fetch(`http://${host}:${port}${path}`)).text();
}

test('brings services up in the order of their needs, and leaves nothing when it ends', async () => {
  const { root, server, load } = project();
  const { stack, told, handle, stop } = await start(
    load({
      web: { run: server, port: 80, needs: ['api'], ready: '/' },
      api: { run: server, port: 80, needs: ['seed', 'base'] },
      seed: { run: ['node', '-e', 'setTimeout(() => {}, 100)'], oneShot: true },
      base: { run: server, port: 80, ready: { log: 'listening now' } },
    }),
  );
  const begun = async (service: string) => Number(await read(stack, service, '/begun'));
  expect(await begun('base')).toBeLessThan(await begun('api'));
  expect(await begun('api')).toBeLessThan(await begun('web'));
  expect(told.map(line => line.replace(/ in .*/, '')).slice(-2)).toEqual(['api ready', 'web ready']);
  expect(told.join('\n')).toMatch(/^seed done in /m);
  const all = processesOf(handle);
  expect(all).toHaveLength(4);
  await stop();
  expect(leftOver(handle, all)).toEqual([]);
  expect(runsIn(root)).toEqual([]);
  await expect(stack.services(signal)).rejects.toMatchObject({ kind: 'observer', code: 'RUN_ENDED' });
});

test('a service that takes longer than a second to answer is ready, and healthy, all the same', async () => {
  const { server, load } = project();
  const { stack } = await start(load({ web: { run: `${server} slow 1200`, port: 80, ready: '/' } }));
  expect(await stack.services(signal)).toMatchObject([{ service: 'web', health: 'healthy' }]);
});

test('gives each service its environment: ours, stack.env, PORT, and its own over all', async () => {
  const { server, load } = project();
  process.env.FAILSAFE_TEST_OURS = 'ours';
  ends.push(() => delete process.env.FAILSAFE_TEST_OURS);
  const { stack } = await start(
    load(
      {
        db: { run: server, port: 5432 },
        web: {
          run: server,
          port: 80,
          needs: ['db'],
          env: {
            SELF: '{{port}}',
            DB: '{{url:db}} {{host:db}} {{port:db}}',
            TOKEN: secret('{{port}} of a secret is no placeholder'),
            OWN: 'own',
          },
        },
      },
      { stackEnvironment: { FROM_FILE: 'file', FAILSAFE_TEST_OURS: 'file', OWN: 'file' } },
    ),
  );
  const web = await stack.address('web', 80, signal);
  const db = await stack.address('db', 5432, signal);
  expect(JSON.parse(await read(stack, 'web', '/env'))).toMatchObject({
    PATH: process.env.PATH,
    PORT: String(web.port),
    SELF: String(web.port),
    DB: `http://127.0.0.1:${db.port} 127.0.0.1 ${db.port}`,
    TOKEN: '{{port}} of a secret is no placeholder',
    FROM_FILE: 'file',
    FAILSAFE_TEST_OURS: 'ours',
    OWN: 'own',
  });
  expect(JSON.parse(await read(stack, 'web', '/env'))).not.toHaveProperty('VITEST');
});

test('two runs of one project at once have ports and folders of their own', async () => {
  const { root, server, load } = project();
  const loaded = load({ a: { run: server, port: 80 }, b: { run: server, port: 81 } });
  const runs = await Promise.all([start(loaded), start(loaded), start(loaded)]);
  expect(runsIn(root)).toHaveLength(3);
  const addresses = await Promise.all(
    runs.flatMap(({ stack }) => [stack.address('a', 80, signal), stack.address('b', 81, signal)]),
  );
  expect(new Set(addresses.map(({ port }) => port)).size).toBe(6);
  const [first, ...others] = runs;
  await first?.stop();
  for (const { stack } of others) {
    expect((await stack.services(signal)).map(({ health }) => health)).toEqual(['healthy', 'healthy']);
  }
});

test('moves a service to another port when its own is taken, and tells that to what needs it', async () => {
  const { root, server, load } = project();
  const { stack } = await start(
    load({
      moved: { run: `${server} taken ${root}/first-port`, port: 80 },
      web: { run: server, port: 80, needs: ['moved'], env: { MOVED: '{{port:moved}}' } },
    }),
  );
  const { port } = await stack.address('moved', 80, signal);
  expect(JSON.parse(await read(stack, 'web', '/env')).MOVED).toBe(String(port));
  expect(await read(stack, 'moved', '/')).toBe('ok');
  expect(readFileSync(`${root}/first-port`, 'utf8')).not.toBe(String(port));
});

test('ends what ignores SIGTERM, and what services have spawned into other sessions', async () => {
  const { server, load } = project();
  const { handle, stop } = await start(
    load({ deaf: { run: `${server} stubborn`, port: 80 }, parent: { run: `${server} children`, port: 81 } }),
  );
  const all = processesOf(handle);
  expect(all).toHaveLength(5);
  await stop();
  expect(leftOver(handle, all)).toEqual([]);
});

test('an abort while it starts removes everything', async () => {
  const { root, server, load } = project();
  const abort = new AbortController();
  const loaded = load({
    well: { run: server, port: 80 },
    sick: { run: `${server} sick`, port: 81, ready: '/' },
  });
  const starting = processes.start(loaded, {
    signal: abort.signal,
    progress: () => abort.abort(new Error('enough')),
  });
  await expect(starting).rejects.toMatchObject({ problems: [{ code: 'CANCELLED' }] });
  expect(runsIn(root)).toEqual([]);
});
