import { createServer, type ServerResponse } from 'node:http';
import { createGzip } from 'node:zlib';
import { expect, test } from 'vitest';
import { proxy } from '../../tests/support/small-proxy.ts';
import { SPA, serveApp } from '../../tests/support/web-app.ts';
import type { SseParams } from '../model/observations/sse.ts';
import { probe } from './sse.ts';
import { errorOf, freePort, listen, listening, probeContext, webTarget } from './testing.ts';

const look = (port: number, more: Partial<SseParams> = {}) =>
  probe.observe(
    { target: webTarget(port), path: '/events', headers: {}, firstEventMs: 2000, ...more },
    probeContext(),
  );

/** A stream that does what a test wants. */
const serve = (write: (response: ServerResponse, headers: NodeJS.Dict<string | string[]>) => void) =>
  listening(
    createServer((request, response) => {
      response.setHeader('content-type', 'text/event-stream; charset=utf-8');
      write(response, request.headers);
    }),
  );

test('hears the first event, and does not wait for more', async () => {
  await using server = await serve(response => response.write(': hi\n\nevent: tick\ndata: 1\n\n'));
  expect(await look(server.port)).toMatchObject({
    status: 200,
    mediaType: 'text/event-stream',
    events: [{ type: 'tick', data: '1' }],
    ended: false,
  });
});

test('waits for an event of the type that is declared', async () => {
  await using server = await serve(response => {
    response.write('data: 1\n\n');
    setTimeout(() => response.write('event: tick\ndata: 2\n\n'), 100);
  });
  const { events } = await look(server.port, { event: 'tick' });
  expect(events).toEqual([
    { type: 'message', data: '1' },
    { type: 'tick', data: '2' },
  ]);
});

test('sends the headers that are declared', async () => {
  await using server = await serve((response, headers) => response.write(`data: ${headers['x-room']}\n\n`));
  expect((await look(server.port, { headers: { 'X-Room': '7' } })).events).toMatchObject([{ data: '7' }]);
});

test('a server that says nothing', async () => {
  await using server = await serve(response => response.flushHeaders());
  const seen = await look(server.port, { firstEventMs: 500 });
  expect(seen).toMatchObject({ status: 200, events: [], bytes: 0, ended: false });
});

test('a proxy that buffers holds back even the head', async () => {
  await using server = await serve(response => response.write('data: 1\n\n'));
  await using front = await proxy([server.port], { buffering: true });
  const seen = await look(front.port, { firstEventMs: 300 });
  expect(seen.status).toBeUndefined();
  expect(seen).toMatchObject({ events: [], bytes: 0 });
});

test('a compression that is flushed is unpacked, and one that is not shows nothing', async () => {
  const packed = (flush: boolean) =>
    serve(response => {
      response.setHeader('content-encoding', 'gzip').flushHeaders();
      const gzip = createGzip();
      gzip.pipe(response);
      gzip.write('data: 1\n\n');
      if (flush) gzip.flush();
    });
  await using flushed = await packed(true);
  expect(await look(flushed.port)).toMatchObject({ encoding: 'gzip', events: [{ data: '1' }] });
  await using held = await packed(false);
  expect(await look(held.port, { firstEventMs: 500 })).toMatchObject({ encoding: 'gzip', events: [] });
});

test('a stream that ends before an event', async () => {
  await using server = await serve(response => response.end(': bye\n\n'));
  expect(await look(server.port)).toMatchObject({ ended: true, events: [], bytes: 7 });
});

test('what is answered in place of a stream is told, and not read', async () => {
  await using app = await serveApp(SPA);
  expect(await look(app.target.endpoint.port)).toMatchObject({
    status: 200,
    mediaType: 'text/html',
    bytes: 0,
  });
  await using down = await proxy([await freePort()]);
  expect(await look(down.port)).toMatchObject({ status: 502 });
});

test('nothing that listens, and a connection that is reset, are the fault of the target', async () => {
  expect(await errorOf(look(await freePort()))).toBe('target ECONNREFUSED');
  await using rude = await listen(socket => socket.once('data', () => socket.resetAndDestroy()));
  expect(await errorOf(look(rude.port))).toBe('target ECONNRESET');
});
