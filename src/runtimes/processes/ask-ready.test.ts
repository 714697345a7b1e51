import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { Address } from '../../model/stack.ts';
import { askReady } from './ask-ready.ts';
import { freePort } from './ports.ts';
import type { ReadyProbe } from './run-plan.ts';

const { signal } = new AbortController();
const servers: { close(): unknown }[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function http(status: number): Promise<Address> {
  const server = createHttpServer((_request, response) => response.writeHead(status).end()).listen(
    0,
    '127.0.0.1',
  );
  servers.push(server);
  await once(server, 'listening');
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

async function tcp(answer: (socket: Socket) => void): Promise<Address> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

const ask = (probe: ReadyProbe, address: Address, within = signal) =>
  askReady({ probe, address, log: '/nowhere.log', logStart: probe.kind === 'log' ? 0 : undefined }, within);

test.each([
  [200, undefined],
  [204, undefined],
  [302, 'GET /x answered 302'],
  [500, 'GET /x answered 500'],
])('HTTP %i', async (status, expected) => {
  expect(await ask({ kind: 'http', path: '/x' }, await http(status))).toBe(expected);
});

test.each<[ReadyProbe, string]>([
  [{ kind: 'http', path: '/x' }, 'GET /x: ECONNREFUSED'],
  [{ kind: 'tcp' }, 'ECONNREFUSED'],
  [{ kind: 'postgres' }, 'PostgreSQL: ECONNREFUSED'],
])('nobody listens: %o', async (probe, expected) => {
  expect(await ask(probe, await freePort())).toContain(expected);
});

test.each<[ReadyProbe, string]>([
  [{ kind: 'http', path: '/x' }, 'GET /x: no answer in time'],
  [{ kind: 'postgres' }, 'PostgreSQL does not answer'],
])('nobody answers: %o', async (probe, expected) => {
  const held: Socket[] = [];
  const address = await tcp(socket => held.push(socket));
  expect(await ask(probe, address, AbortSignal.timeout(200))).toBe(expected);
  for (const socket of held) socket.destroy();
});

test('a PostgreSQL that refuses sessions says why', async () => {
  const message = 'SFATAL\0C57P03\0Mthe database system is starting up\0\0';
  const answer = Buffer.concat([Buffer.from('E'), Buffer.alloc(4), Buffer.from(message)]);
  const address = await tcp(socket => socket.once('data', () => socket.end(answer)));
  expect(await ask({ kind: 'postgres' }, address)).toBe(
    'PostgreSQL refuses sessions: the database system is starting up',
  );
});

test('a log that is not there', async () => {
  expect(await ask({ kind: 'log', text: 'up' }, await freePort())).toBe(
    'no line with "up" in its output yet',
  );
});
