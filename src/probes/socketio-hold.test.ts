import { expect, test } from 'vitest';
import { proxy } from '../../tests/support/small-proxy.ts';
import { socketIoServer } from '../../tests/support/socketio-server.ts';
import { probe } from './socketio-hold.ts';
import { freePort, probeContext, webTarget } from './testing.ts';

const look = (port: number, holdMs: number) =>
  probe.observe(
    { target: webTarget(port), path: '/socket.io/', namespace: '/', stageMs: 2000, holdMs },
    probeContext(20_000),
  );

test('an idle connection that stays open', async () => {
  await using server = await socketIoServer();
  await using front = await proxy([server.port]);
  expect(await look(front.port, 300)).toEqual({ client: { connected: true, transport: 'websocket' } });
  await expect.poll(() => server.sessions()).toBe(0);
});

test('a proxy with a short read timeout cuts it', async () => {
  await using server = await socketIoServer();
  await using front = await proxy([server.port], { readTimeout: 200 });
  const seen = await look(front.port, 10_000);
  expect(seen).toMatchObject({ client: { connected: true }, lost: { reason: 'transport close' } });
});

test('pings of the server that are more frequent keep it open', async () => {
  await using server = await socketIoServer({ pingInterval: 50 });
  await using front = await proxy([server.port], { readTimeout: 1000 });
  expect((await look(front.port, 2000)).lost).toBeUndefined();
});

test('on polling the proxy answers 504', async () => {
  await using server = await socketIoServer({ transports: ['polling'] });
  await using front = await proxy([server.port], { readTimeout: 200 });
  expect(await look(front.port, 10_000)).toMatchObject({ lost: { reason: 'transport error' } });
});

test('a server that sends the client away', async () => {
  await using server = await socketIoServer();
  server.io.on('connection', socket => setTimeout(() => socket.disconnect(), 50));
  expect(await look(server.port, 10_000)).toMatchObject({ lost: { reason: 'io server disconnect' } });
});

test('no connection, nothing to hold', async () => {
  expect(await look(await freePort(), 10_000)).toMatchObject({
    client: { connected: false, why: 'transport' },
  });
});
