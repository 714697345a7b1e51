import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '../src/config/load.ts';
import { loadProbe } from '../src/engine/load-probe.generated.ts';
import { createPlan } from '../src/engine/plan.ts';
import { checks } from '../src/engine/registry.generated.ts';
import { resultsOf } from '../src/engine/results-of.ts';
import { createRun } from '../src/engine/run.ts';
import type { Stack } from '../src/model/stack.ts';

const config = (url: string) => ({
  version: 1,
  project: 'shop',
  stack: { compose: 'docker-compose.yml' },
  targets: { web: { url } },
  api: {
    target: 'web',
    endpoints: [
      { name: 'list', get: '/api/goods', expect: { status: 200, json: { '$.goods': { type: 'array' } } } },
      { name: 'one', get: '/api/goods/1', expect: { status: 200, json: { '$.id': 1 } } },
      { name: 'none', get: '/api/goods/none', expect: { status: 404 } },
      { name: 'health', get: '/health', expect: { status: 200 } },
    ],
  },
  pwa: { target: 'web', serviceWorker: '/sw.js' },
  realtime: {
    socketio: [{ name: 'live', target: 'web' }],
    sse: [{ name: 'news', target: 'web', path: '/news', firstEvent: '300ms' }],
  },
  auth: {
    target: 'web',
    register: { post: '/register', json: { email: '{{user.email}}', password: '{{user.password}}' } },
    login: { post: '/login', json: { email: '{{user.email}}', password: '{{user.password}}' } },
    whoami: { get: '/me', expect: { status: 200 } },
    token: '$.token',
    cleanup: [{ delete: '/me' }],
  },
});

const PAGE = '<!doctype html><title>App</title><link rel="manifest" href="/manifest.json">';

const LEVELS = ['connectivity', 'api', 'pwa', 'auth', 'realtime'];

/** Ids of what nothing else explains, when this is answered to whatever is asked. */
async function rootsOf(status: number, type: string, body: string): Promise<string[]> {
  const server = createServer((_, reply) => {
    reply.writeHead(status, { 'content-type': type }).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const folder = await mkdtemp(join(tmpdir(), 'failsafe-same-'));
  try {
    const file = join(folder, 'failsafe.yaml');
    await writeFile(join(folder, 'docker-compose.yml'), 'services: { web: { image: web } }\n');
    const { port } = server.address() as AddressInfo;
    await writeFile(file, JSON.stringify(config(`http://127.0.0.1:${port}`)));
    const plan = createPlan(await loadConfig({ file, environment: {} }), checks);
    const run = createRun({
      plan,
      stack: {} as Stack,
      loadProbe,
      signal: AbortSignal.timeout(30_000),
      redact: { keep: () => undefined, deep: value => value },
    });
    const asked = plan.checks.filter(
      ({ level, check }) => LEVELS.includes(level) && check.probe !== 'pwa-browser',
    );
    const { results } = await resultsOf(
      run,
      asked.map(({ id }) => id),
    );
    return results.filter(one => one.status === 'fail').map(({ id }) => id);
  } finally {
    server.close();
    await rm(folder, { recursive: true });
  }
}

test.each([
  [500, 'text/html', '<h1>Internal Server Error</h1>', 'connectivity.http:web'],
  [503, 'application/json', '{"error":"maintenance"}', 'connectivity.http:web'],
  [200, 'application/json', '{"status":"maintenance"}', 'api.status:none'],
  [401, 'text/plain', 'no', 'api.status:list'],
  [200, 'text/html', PAGE, 'api.not-a-page:list'],
])('a server that answers %i %s to all is one root cause', async (status, type, body, root) => {
  expect(await rootsOf(status, type, body)).toEqual([root]);
});
