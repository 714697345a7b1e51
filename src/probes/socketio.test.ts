import { createServer } from 'node:https';
import { Server } from 'socket.io';
import { expect, test } from 'vitest';
import { proxy } from '../../tests/support/small-proxy.ts';
import { socketIoServer } from '../../tests/support/socketio-server.ts';
import { SPA, serveApp } from '../../tests/support/web-app.ts';
import type { SocketIoParams } from '../model/observations/socketio.ts';
import { probe } from './socketio.ts';
import { certificate, errorOf, freePort, listening, probeContext, webTarget } from './testing.ts';

const look = (port: number, more: Partial<SocketIoParams> = {}) =>
  probe.observe(
    { target: webTarget(port), path: '/socket.io/', namespace: '/', stageMs: 2000, ...more },
    probeContext(20_000),
  );
const greets = 'status';
const echo = { emit: 'say', data: { text: 'hi {{unique}}' }, event: 'said', ack: false };

test('sees every stage of a server that is well, and leaves no session behind', async () => {
  await using server = await socketIoServer();
  const seen = await look(server.port, { greets, echo });
  expect(seen).toMatchObject({
    handshake: { answer: { status: 200 }, open: { upgrades: ['websocket'], pingIntervalMs: 25_000 } },
    session: { requests: 6, refused: [] },
    upgrade: { status: 101 },
    client: { connected: true, transport: 'websocket' },
    websocketOnly: { connected: true, transport: 'websocket' },
    greeting: { arguments: [{ msg: 'welcome', type: 'success' }] },
    echo: { arguments: [{ text: `hi ${seen.unique}` }] },
    events: ['status', 'said'],
  });
  await expect.poll(() => server.sessions()).toBe(0);
});

test('an acknowledgement is an echo too', async () => {
  await using server = await socketIoServer();
  const seen = await look(server.port, { echo: { emit: 'say', data: 7, ack: true } });
  expect(seen.echo?.arguments).toEqual([{ heard: 7 }]);
});

test('an event that came before the echo was sent is no echo', async () => {
  await using server = await socketIoServer();
  const seen = await look(server.port, {
    stageMs: 1000,
    echo: { emit: 'nothing', event: 'status', ack: false },
  });
  expect(seen.events).toEqual(['status']);
  expect(seen.echo).toBeUndefined();
});

test('a proxy that drops the upgrade leaves clients on polling', async () => {
  await using server = await socketIoServer();
  await using front = await proxy([server.port], { dropUpgrade: true });
  const seen = await look(front.port, { greets, echo });
  expect(seen).toMatchObject({
    session: { refused: [] },
    upgrade: { status: 400, body: '{"code":3,"message":"Bad request"}' },
    client: {
      connected: true,
      transport: 'polling',
      upgradeError: expect.stringContaining('websocket error'),
    },
    websocketOnly: { connected: false, why: 'transport', message: 'websocket error', status: 400 },
    greeting: { arguments: [{ type: 'success' }] },
    echo: { arguments: [{}] },
  });
});

test('a proxy that passes the upgrade on is not seen', async () => {
  await using server = await socketIoServer();
  await using front = await proxy([server.port]);
  expect(await look(front.port)).toMatchObject({
    upgrade: { status: 101 },
    client: { transport: 'websocket' },
  });
});

test('two backends without sticky sessions refuse each other, and WebSocket alone works', async () => {
  await using one = await socketIoServer();
  await using two = await socketIoServer();
  await using front = await proxy([one.port, two.port]);
  const seen = await look(front.port, { greets });
  expect(seen.session?.refused).toContainEqual(
    expect.objectContaining({ status: 400, body: '{"code":1,"message":"Session ID unknown"}' }),
  );
  expect(seen).toMatchObject({
    client: {
      connected: false,
      why: 'transport',
      message: expect.stringMatching(/xhr (post|poll) error/),
      status: 400,
    },
    websocketOnly: { connected: true },
    greeting: { arguments: [{ type: 'success' }] },
  });
});

test('a balancer that keeps a client by a cookie is sticky', async () => {
  await using server = await socketIoServer({ cookie: true });
  const { io } = server;
  io.engine.use(
    (request: { url: string; headers: { cookie?: string } }, _: unknown, next: (error?: Error) => void) => {
      const known = !request.url.includes('sid=') || request.headers.cookie?.includes('io=') === true;
      next(known ? undefined : new Error('no cookie'));
    },
  );
  const seen = await look(server.port);
  expect(seen.session?.refused).toEqual([]);
  expect(seen.client).toMatchObject({ connected: true });
});

test('a page in place of the server is no handshake', async () => {
  await using app = await serveApp(SPA);
  const target = app.target;
  const seen = await probe.observe(
    { target, path: '/socket.io/', namespace: '/', stageMs: 2000 },
    probeContext(),
  );
  expect(seen.handshake).toMatchObject({ answer: { status: 200, mediaType: 'text/html' } });
  expect(seen.handshake.open).toBeUndefined();
  expect(seen.client).toBeUndefined();
});

test('a backend that is down is a 502 of the proxy', async () => {
  await using front = await proxy([await freePort()]);
  expect((await look(front.port)).handshake.answer).toMatchObject({ status: 502 });
});

test('nothing that listens is the fault of the target', async () => {
  expect(await errorOf(look(await freePort()))).toBe('target ECONNREFUSED');
});

test('what a middleware says when it refuses is passed on', async () => {
  await using server = await socketIoServer();
  server.io.use((_, next) => next(new Error('no token, no entry')));
  expect(await look(server.port)).toMatchObject({
    upgrade: { status: 101 },
    client: { connected: false, why: 'refused', message: 'no token, no entry' },
    websocketOnly: { connected: false, why: 'refused' },
  });
});

test('namespaces: one that exists, and one that does not', async () => {
  await using server = await socketIoServer();
  server.io.of('/news').on('connection', socket => socket.emit('status', 'news'));
  const news = await look(server.port, { namespace: '/news', greets });
  expect(news.greeting?.arguments).toEqual(['news']);
  const none = await look(server.port, { namespace: '/none' });
  expect(none.client).toMatchObject({ connected: false, why: 'refused', message: 'Invalid namespace' });
});

test('a server that allows polling alone offers no upgrade', async () => {
  await using server = await socketIoServer({ transports: ['polling'] });
  const seen = await look(server.port);
  expect(seen.handshake.open?.upgrades).toEqual([]);
  const client = { connected: true, transport: 'polling', upgradeError: 'the server offers no WebSocket' };
  expect(seen).toMatchObject({ client, upgrade: { status: 400 } });
});

test('a server that accepts and then hangs is a timeout, in the time of the stages', async () => {
  await using server = await socketIoServer();
  server.io.use(() => undefined);
  const seen = await look(server.port, { stageMs: 600 });
  expect(seen).toMatchObject({ client: { connected: false, why: 'timeout' } });
});

test('a connection that ends before it is confirmed is broken, and not late', async () => {
  await using server = await socketIoServer();
  server.io.engine.on('connection', socket => socket.close(true));
  const outcome = { connected: false, why: 'transport', message: expect.stringContaining('transport close') };
  expect(await look(server.port)).toMatchObject({ websocketOnly: outcome });
});

test('another path, below a base path, without a slash at its end', async () => {
  await using server = await socketIoServer({ path: '/shop/live/' });
  const target = { ...webTarget(server.port), basePath: '/shop' };
  const params = { target, path: '/live', namespace: '/', stageMs: 2000 };
  expect(await probe.observe(params, probeContext())).toMatchObject({ client: { connected: true } });
});

test('TLS with a private authority and a name that no name server knows', async () => {
  const { key, cert } = certificate('DNS:shop.test');
  const https = createServer({ key, cert });
  const io = new Server(https);
  await using served = await listening(https);
  const target = webTarget(served.port, { tls: true, hostname: 'shop.test', ca: cert });
  const params = { target, path: '/socket.io/', namespace: '/', stageMs: 2000 };
  expect(await probe.observe(params, probeContext(10_000))).toMatchObject({
    url: `https://shop.test:${served.port}/socket.io/`,
    session: { refused: [] },
    upgrade: { status: 101 },
    client: { connected: true, transport: 'websocket' },
    websocketOnly: { connected: true },
  });
  const stranger = { ...params, target: { ...target, ca: undefined } };
  expect(await errorOf(probe.observe(stranger, probeContext()))).toBe('target CERT_UNTRUSTED');
  io.disconnectSockets(true);
});
