import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../src/config/load.ts';
import { loadProbe } from '../src/engine/load-probe.generated.ts';
import { createPlan } from '../src/engine/plan.ts';
import { checks } from '../src/engine/registry.generated.ts';
import { resultsOf } from '../src/engine/results-of.ts';
import { createRun } from '../src/engine/run.ts';
import type { Stack } from '../src/model/stack.ts';
import { freePort, listening } from '../src/probes/testing.ts';

const COMPOSE = `
services:
  web: { image: web, depends_on: [goods, people] }
  goods: { image: goods }
  people: { image: people, depends_on: [store] }
  store: { image: store }
`;

const endpoint = (name: string) => ({ name, get: `/${name}`, expect: { status: 200 } });
const config = (endpoints: readonly string[], lost: readonly Way[]) => ({
  version: 1,
  project: 'shop',
  stack: { runtime: 'compose', compose: 'docker-compose.yml' },
  targets: { web: { service: 'web', port: 80 } },
  ...(lost.length > 0 && { connectivity: { reach: lost.map(way => ({ ...way, port: 80 })) } }),
  api: { target: 'web', endpoints: endpoints.map(endpoint) },
});

interface Way {
  readonly from: string;
  readonly to: string;
}

const json = (status: number, body: object) =>
  createServer((_, reply) =>
    reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
  );

/** A proxy: what begins with a name goes to its port, and what nobody answers there is a 502. */
const proxy = (ports: Readonly<Record<string, number>>) =>
  createServer((incoming, reply) => {
    const [, name = ''] = incoming.url?.split('/') ?? [];
    const outgoing = request({ host: '127.0.0.1', port: ports[name], path: incoming.url });
    outgoing.on('response', answer => {
      reply.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(reply);
    });
    outgoing.on('error', () => reply.writeHead(502, { 'content-type': 'text/html' }).end('<h1>502</h1>'));
    outgoing.end();
  });

const LOG =
  'connect() failed (111: Connection refused) while connecting to upstream, upstream: "http://172.18.0.9:80/goods"';

/** Ids of what nothing else explains, and what is said to have caused it, where one service does not reach the other. */
async function rootsOf(
  endpoints: readonly string[],
  lost: readonly Way[] = [{ from: 'web', to: 'goods' }],
  asked?: Server,
  log = [LOG],
) {
  await using page = await listening(json(200, {}));
  await using people = await listening(json(500, { error: 'a bug' }));
  await using web = await listening(
    asked ?? proxy({ '': page.port, goods: await freePort(), people: people.port }),
  );
  const stack = {
    command: (action: string, service: string) => `${action} ${service}`,
    logs: async (service: string) => (service === 'web' ? log : []),
    address: async () => ({ host: '127.0.0.1', port: web.port }),
    connect: async () => ({ connected: false, error: 'ECONNREFUSED', durationMs: 1 }),
  } as unknown as Stack;
  const folder = await mkdtemp(join(tmpdir(), 'failsafe-proxy-'));
  try {
    const file = join(folder, 'failsafe.yaml');
    await writeFile(join(folder, 'docker-compose.yml'), COMPOSE);
    await writeFile(file, JSON.stringify(config(endpoints, lost)));
    const own = checks.filter(({ level }) => ['connectivity', 'api'].includes(level));
    const plan = createPlan(await loadConfig({ file, environment: {} }), own);
    const run = createRun({
      plan,
      stack,
      loadProbe,
      signal: AbortSignal.timeout(30_000),
      redact: { keep: () => undefined, deep: value => value },
    });
    const { results } = await resultsOf(run, [...plan.byId.keys()]);
    const roots = results.filter(({ status }) => status === 'fail');
    return roots.map(({ id, diagnosis }) => [id, ...(diagnosis?.causes ?? [])]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('where a proxy does not reach one of two services', () => {
  test('what the other one answers is a root of its own', async () => {
    expect(await rootsOf(['goods', 'people'])).toEqual([
      ['connectivity.reach:web-to-goods:80'],
      ['api.status:people'],
    ]);
  });

  test('and nobody looks at the way, only what is not answered is put down to what the proxy logs', async () => {
    expect(await rootsOf(['goods', 'people'], [])).toEqual([
      ['api.status:goods', 'upstream-refuses'],
      ['api.status:people'],
    ]);
  });

  test('what it answers itself is put down to that', async () => {
    expect(await rootsOf(['goods'])).toEqual([['connectivity.reach:web-to-goods:80']]);
  });

  test('a way further down explains what is answered there', async () => {
    expect(await rootsOf(['goods', 'people'], [{ from: 'people', to: 'store' }])).toEqual([
      ['connectivity.reach:people-to-store:80'],
    ]);
  });
});

test('an application that does not reach what it needs fails by itself', async () => {
  const app = createServer((request, reply) => reply.writeHead(request.url === '/' ? 200 : 500).end('{}'));
  expect(await rootsOf(['people'], undefined, app)).toEqual([['connectivity.reach:web-to-goods:80']]);
});

describe('a server that does the same to whatever it is asked has one root', () => {
  const FOUR = ['goods', 'people', 'orders', 'bills'];

  test.each([
    ['breaks off', () => createServer((_, reply) => reply.destroy()), 'connectivity.http:web'],
    [
      'sends to HTTPS',
      () =>
        createServer(({ url }, reply) =>
          reply.writeHead(301, { location: `https://shop.example${url}` }).end(),
        ),
      'api.status:goods',
    ],
    [
      'refuses without a word',
      () => createServer((_, reply) => reply.writeHead(403).end()),
      'api.status:goods',
    ],
  ])('%s', async (_, make, root) => {
    expect(await rootsOf(FOUR, [], make(), [])).toEqual([[root]]);
  });

  test('and only what it does not do to others is of its own', async () => {
    const dies = ({ url = '' }: IncomingMessage, reply: ServerResponse) =>
      ['/goods', '/people'].includes(url) ? reply.destroy() : reply.end('{}');
    expect(await rootsOf(FOUR, [], createServer(dies), [])).toEqual([
      ['api.status:goods'],
      ['api.status:people'],
    ]);
  });
});
