import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { proxy } from '../../tests/support/small-proxy.ts';
import { SPA, serveApp } from '../../tests/support/web-app.ts';
import type { WebSocketParams } from '../model/observations/websocket.ts';
import { errorOf, freePort, listen, listening, probeContext, webTarget } from './testing.ts';
import { probe } from './websocket.ts';

const look = (port: number, more: Partial<WebSocketParams> = {}) =>
  probe.observe(
    { target: webTarget(port), path: '/ws', protocols: [], listen: true, stageMs: 2000, ...more },
    probeContext(10_000),
  );

/** A WebSocket server that does with each connection what a test wants. */
function serve(onSocket: (socket: WebSocket) => void, options: { protocols?: string[] } = {}) {
  const server = createServer((_, response) => response.writeHead(426).end('Upgrade Required'));
  const handleProtocols = (asked: Set<string>) => options.protocols?.find(name => asked.has(name)) ?? false;
  new WebSocketServer({ server, handleProtocols }).on('connection', onSocket);
  return listening(server);
}

const echo = (socket: WebSocket) =>
  void socket.on('message', (data, binary) => socket.send(data, { binary }));

test('sends a text and hears the answer', async () => {
  await using server = await serve(echo);
  expect(await look(server.port, { send: 'ping' })).toEqual({
    opened: true,
    url: `ws://127.0.0.1:${server.port}/ws`,
    protocol: '',
    binary: false,
    message: 'ping',
  });
});

test('a greeting that is sent at once is not missed', async () => {
  await using server = await serve(socket => socket.send('welcome'));
  expect(await look(server.port)).toMatchObject({ message: 'welcome' });
});

test('a binary message is told as such', async () => {
  await using server = await serve(socket => socket.send(Buffer.from([1, 2, 3])));
  expect(await look(server.port)).toMatchObject({ binary: true, message: 'AQID' });
});

test('the subprotocol of the server', async () => {
  await using server = await serve(echo, { protocols: ['v2'] });
  expect(await look(server.port, { protocols: ['v1', 'v2'], listen: false })).toMatchObject({
    protocol: 'v2',
  });
  expect(await look(server.port, { protocols: ['v1'] })).toMatchObject({
    opened: false,
    error: { code: 'SUBPROTOCOL_REFUSED' },
  });
});

test('no message, and a close in place of one', async () => {
  await using silent = await serve(() => undefined);
  const seen = await look(silent.port, { stageMs: 500 });
  expect(seen).toEqual({ opened: true, url: expect.any(String), protocol: '', binary: false });
  await using rude = await serve(socket => socket.close(4001, 'go away'));
  expect(await look(rude.port)).toMatchObject({ opened: true, closed: { code: 4001, reason: 'go away' } });
});

test('a close that comes at once is seen where no message is awaited', async () => {
  await using rude = await serve(socket => socket.close(1011, 'no session'));
  expect(await look(rude.port, { listen: false })).toMatchObject({ closed: { code: 1011 } });
  await using fickle = await serve(socket => {
    socket.send('welcome');
    setTimeout(() => socket.terminate(), 50);
  });
  expect(await look(fickle.port, { listen: false })).toMatchObject({ closed: { code: 1006 } });
});

test('what is answered in place of 101 is told', async () => {
  await using app = await serveApp(SPA);
  expect(await look(app.target.endpoint.port)).toMatchObject({
    opened: false,
    status: 200,
    mediaType: 'text/html',
  });
  await using down = await proxy([await freePort()]);
  expect(await look(down.port)).toMatchObject({ opened: false, status: 502 });
});

test('a proxy that drops the upgrade', async () => {
  await using server = await serve(echo);
  await using front = await proxy([server.port], { dropUpgrade: true });
  expect(await look(front.port)).toMatchObject({ opened: false, status: 426, body: 'Upgrade Required' });
});

test('an upgrade that is not answered, broken off, or answered wrongly', async () => {
  await using silent = await listen(() => undefined);
  expect(await look(silent.port, { stageMs: 500 })).toMatchObject({
    opened: false,
    error: { code: 'TIMEOUT' },
  });
  const wrong =
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: no\r\n\r\n';
  await using liar = await listen(socket => socket.once('data', () => socket.write(wrong)));
  expect(await look(liar.port)).toMatchObject({ opened: false, error: { code: 'BAD_HANDSHAKE' } });
  await using rude = await listen(socket => socket.once('data', () => socket.destroy()));
  expect(await errorOf(look(rude.port))).toBe('target ECONNRESET');
  expect(await errorOf(look(await freePort()))).toBe('target ECONNREFUSED');
});
