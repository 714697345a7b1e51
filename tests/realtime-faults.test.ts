import { expect, test } from 'vitest';
import { freePort, webTarget } from '../src/probes/testing.ts';
import { levelFindings } from './support/level-findings.ts';
import { proxy } from './support/small-proxy.ts';
import { socketIoServer } from './support/socketio-server.ts';
import { SPA, serveApp } from './support/web-app.ts';

/** What the level finds with a server that must greet and echo. */
function findings(port: number, hold?: number): Promise<string[]> {
  const echo = { emit: 'say', data: { text: '{{unique}}' }, event: 'said', json: { '$.text': '{{unique}}' } };
  const greets = { event: 'status', json: { '$.type': 'success' } };
  const socketio = [{ target: 'web', greets, echo, hold, timeout: 2000 }];
  return levelFindings('realtime', webTarget(port), { realtime: { socketio } });
}

test('a server that is well', async () => {
  await using server = await socketIoServer();
  await using front = await proxy([server.port]);
  expect(await findings(front.port, 300)).toEqual([]);
});

test('no Upgrade headers in the proxy', async () => {
  await using server = await socketIoServer();
  await using front = await proxy([server.port], { dropUpgrade: true });
  expect(await findings(front.port)).toEqual([
    'upgrade fail UPGRADE_HEADERS_LOST',
    'websocket-only < upgrade',
  ]);
});

test('SPA fallback', async () => {
  await using app = await serveApp(SPA);
  const [root, ...others] = (await findings(app.target.endpoint.port)).toSorted(
    (a, b) => b.length - a.length,
  );
  expect(root).toBe('handshake fail HANDSHAKE_SPA_FALLBACK');
  expect(new Set(others.map(line => line.split(' < ')[1]))).toEqual(new Set(['handshake']));
});

test('two backends without sticky sessions', async () => {
  await using one = await socketIoServer();
  await using two = await socketIoServer();
  await using front = await proxy([one.port, two.port]);
  expect(await findings(front.port)).toEqual(['connect < sticky', 'sticky fail NO_STICKY_SESSIONS']);
});

test('a short read timeout', async () => {
  await using server = await socketIoServer();
  await using front = await proxy([server.port], { readTimeout: 1000 });
  expect(await findings(front.port, 5000)).toEqual(['hold fail HOLD_CLOSED']);
});

test('an auth middleware that refuses', async () => {
  await using server = await socketIoServer();
  server.io.use((_, next) => next(new Error('no token')));
  expect(await findings(server.port)).toEqual([
    'connect fail CONNECT_REFUSED',
    'echo < connect',
    'greeting < connect',
  ]);
});

test('a connect handler that ends every connection', async () => {
  await using server = await socketIoServer();
  server.io.on('connection', socket => socket.disconnect(true));
  const found = await findings(server.port);
  expect(found).toEqual(['connect fail CONNECT_ENDED', 'echo < connect', 'greeting < connect']);
});

test('a backend that is down', async () => {
  await using front = await proxy([await freePort()]);
  const found = await findings(front.port);
  expect(found).toContain('handshake fail HANDSHAKE_BACKEND_DOWN');
  expect(found.filter(line => !line.endsWith('< handshake'))).toEqual([
    'handshake fail HANDSHAKE_BACKEND_DOWN',
  ]);
});

test('a connect handler that does not greet', async () => {
  await using server = await socketIoServer();
  server.io.removeAllListeners('connection');
  expect(await findings(server.port)).toEqual(['echo fail NO_REPLY', 'greeting fail NO_GREETING']);
});
