import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { HttpRequest } from '../model/observations/http.ts';
import { ProbeError } from '../model/probe-error.ts';
import { probe } from './http.ts';
import { certificate, errorOf, freePort, listen, listening, probeContext, webTarget } from './testing.ts';

const serve = (listener: RequestListener) => listening(createServer(listener));
const get = (port: number, more: Partial<HttpRequest> = {}, timeoutMs?: number) =>
  probe.observe({ target: webTarget(port), method: 'GET', path: '/', ...more }, probeContext(timeoutMs));

describe('an answer', () => {
  test('is told as it is', async () => {
    await using server = await serve((request, response) => {
      response.setHeader('Set-Cookie', ['a=1', 'b=2']);
      response.setHeader('X-Seen', [`${request.method} ${request.url}`, String(request.headers['x-mine'])]);
      response.statusCode = 418;
      request.pipe(response);
    });
    const target = webTarget(server.port, { basePath: '/api' });
    const request = {
      target,
      method: 'POST',
      path: '/ü?q=1',
      json: { a: [1] },
      headers: { 'X-Mine': 'yes' },
    };
    const answer = await probe.observe(request, probeContext());
    expect(answer).toMatchObject({
      url: `http://127.0.0.1:${server.port}/api/%C3%BC?q=1`,
      status: 418,
      cookies: ['a=1', 'b=2'],
      body: '{"a":[1]}',
      bytes: 9,
      cut: false,
      validText: true,
      remoteAddress: `127.0.0.1:${server.port}`,
    });
    expect(answer.headers['x-seen']).toBe('POST /api/%C3%BC?q=1, yes');
    expect(answer.durationMs).toBeGreaterThanOrEqual(answer.firstByteMs);
  });

  test('with headers as long as browsers take them', async () => {
    const policy = 'x'.repeat(100_000);
    await using server = await serve((_, response) => response.setHeader('X-Policy', policy).end());
    const { status, headers } = await get(server.port);
    expect([status, headers['x-policy']]).toEqual([200, policy]);
  });

  test('that redirects is not followed', async () => {
    await using server = await serve((_, response) =>
      response.writeHead(301, { location: '/elsewhere' }).end(),
    );
    expect(await get(server.port)).toMatchObject({ status: 301, headers: { location: '/elsewhere' } });
  });

  test('without a body', async () => {
    await using server = await serve((_, response) => response.writeHead(204).end());
    expect(await get(server.port, { method: 'DELETE' })).toMatchObject({ status: 204, body: '', bytes: 0 });
    expect(await get(server.port, { method: 'HEAD' })).toMatchObject({ status: 204, body: '' });
  });

  test('that tells of a packed body, and has none', async () => {
    const headers = {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'content-length': '40',
    };
    await using server = await serve((_, response) => response.writeHead(200, headers).end());
    expect(await get(server.port, { method: 'HEAD' })).toMatchObject({ status: 200, body: '', bytes: 0 });
  });

  test('with bytes that are no text', async () => {
    await using server = await serve((_, response) => response.end(Buffer.from([0x61, 0xff, 0xfe, 0x62])));
    expect(await get(server.port)).toMatchObject({ body: 'a\ufffd\ufffdb', validText: false, bytes: 4 });
  });

  test('in another charset', async () => {
    await using server = await serve((_, response) =>
      response.writeHead(200, { 'content-type': 'text/plain; charset=iso-8859-1' }).end(Buffer.from([0xe4])),
    );
    expect(await get(server.port)).toMatchObject({ body: 'ä', validText: true });
  });

  test.each([
    ['application/json; charset=iso-8859-1', Buffer.from('"ä"'), { body: '"ä"', validText: true }],
    ['application/json', Buffer.from('"ä"', 'latin1'), { body: '"\ufffd"', validText: false }],
    ['application/problem+json; charset=latin1', Buffer.from('"ä"', 'latin1'), { charset: 'latin1' }],
    ['application/json', Buffer.from('{}', 'utf16le'), { charset: 'utf-16' }],
    ['text/plain; charset=utf-16', Buffer.from('\ufeffä', 'utf16le'), { body: 'ä', charset: 'utf-16' }],
    ['application/json', Buffer.from([0x61, 0, 0x62]), { charset: undefined }],
    ['application/json; charset=UTF8', Buffer.from('"ä"'), { body: '"ä"', charset: undefined }],
  ])('of %s', async (type, bytes, expected) => {
    await using server = await serve((_, response) =>
      response.writeHead(200, { 'content-type': type }).end(bytes),
    );
    expect(await get(server.port)).toMatchObject(expected);
  });

  test.each([
    ['gzip', gzipSync('hello')],
    ['br', brotliCompressSync('hello')],
    ['gzip, br', brotliCompressSync(gzipSync('hello'))],
    ['identity', Buffer.from('hello')],
  ])('in %s', async (encoding, bytes) => {
    await using server = await serve((_, response) =>
      response.setHeader('content-encoding', encoding).end(bytes),
    );
    expect(await get(server.port)).toMatchObject({ status: 200, body: 'hello' });
  });
});

describe('is bounded', () => {
  test('by size, without end', async () => {
    await using server = await serve((_, response) => {
      const more = () => {
        while (response.write('x'.repeat(10_000)));
      };
      response.on('drain', more);
      more();
    });
    const answer = await get(server.port, { maxBytes: 50_000 });
    expect(answer).toMatchObject({ cut: true, bytes: 50_000 });
    expect(answer.body).toHaveLength(50_000);
  });

  test('by size, when unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000));
    await using server = await serve((_, response) =>
      response.setHeader('content-encoding', 'gzip').end(bomb),
    );
    expect(await get(server.port)).toMatchObject({ cut: true, bytes: 2 ** 20 });
  });

  test('and a body that just fits is whole', async () => {
    await using server = await serve((_, response) => response.end('12345'));
    expect(await get(server.port, { maxBytes: 5 })).toMatchObject({ cut: false, body: '12345' });
    expect(await get(server.port, { maxBytes: 4 })).toMatchObject({ cut: true, body: '1234' });
  });

  test('by time, while it drips', async () => {
    await using server = await serve((_, response) => {
      const timer = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(timer));
    });
    await expect(get(server.port, {}, 200)).rejects.toThrow(
      /status 200, but no end of the body, within 200 ms/,
    );
  });

  test('by time, when nobody answers', async () => {
    await using server = await listen(() => undefined);
    expect(await errorOf(get(server.port, {}, 100))).toBe('target TIMEOUT');
  });
});

describe('no answer', () => {
  test('when nothing listens', async () => {
    expect(await errorOf(get(await freePort()))).toBe('target ECONNREFUSED');
  });

  test('when nobody knows the name', async () => {
    const target = webTarget(80, { endpoint: { host: 'failsafe.invalid', port: 80 } });
    const look = probe.observe({ target, method: 'GET', path: '/' }, probeContext());
    expect(await errorOf(look)).toMatch(/^(target ENOTFOUND|observer EAI_AGAIN)$/);
  });

  test.each<[string, string, string]>([
    ['hangs up', '', 'target ECONNRESET'],
    ['does not speak HTTP', 'SSH-2.0-OpenSSH_9.2\r\n', 'target HTTP_PROTOCOL'],
    ['ends in the middle of its headers', 'HTTP/1.1 200 OK\r\nContent-', 'target ECONNRESET'],
    [
      'ends in the middle of its body',
      'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc',
      'target BODY_TRUNCATED',
    ],
    [
      'ends in the middle of a chunk',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nabc',
      'target BODY_TRUNCATED',
    ],
    [
      'lies about gzip',
      'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc',
      'target BAD_CONTENT_ENCODING',
    ],
    [
      'lies about brotli',
      'HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 7\r\n\r\n{"a":1}',
      'target BAD_CONTENT_ENCODING',
    ],
    [
      'packs in a way that nobody knows',
      'HTTP/1.1 200 OK\r\nContent-Encoding: zip\r\nContent-Length: 3\r\n\r\nabc',
      'target BAD_CONTENT_ENCODING',
    ],
  ])('when the server %s', async (_, said, error) => {
    await using server = await listen(socket => socket.once('data', () => socket.end(said)));
    expect(await errorOf(get(server.port))).toBe(error);
  });

  test('when the connection is reset in the middle of the body', async () => {
    await using server = await listen(socket =>
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc', () =>
          setTimeout(() => socket.resetAndDestroy(), 20),
        );
      }),
    );
    expect(await errorOf(get(server.port))).toBe('target BODY_TRUNCATED');
  });

  test('when the request cannot be written down', async () => {
    const port = await freePort();
    expect(await errorOf(get(port, { headers: { 'x-a': 'a\r\nb: c' } }))).toBe('observer INVALID_REQUEST');
  });

  test('when the service has no port', async () => {
    const address = () => Promise.reject(new ProbeError('target', 'PORT_NOT_PUBLISHED', 'not published'));
    const target = webTarget(80, { endpoint: { service: 'web', port: 80 } });
    const look = probe.observe({ target, method: 'GET', path: '/' }, probeContext(1000, { address }));
    expect(await errorOf(look)).toBe('target PORT_NOT_PUBLISHED');
  });
});

describe('over TLS', () => {
  const right = certificate('DNS:app.test,IP:127.0.0.1');
  const expired = certificate('DNS:app.test', '20210101000000Z');
  const secure = (keys: { key: string; cert: string }) =>
    listening(createTlsServer(keys, (_, response) => response.end('hello')));
  const ask = (port: number, more: object) =>
    probe.observe(
      { target: webTarget(port, { tls: true, ...more }), method: 'GET', path: '/' },
      probeContext(),
    );

  test('asks for the name and verifies it', async () => {
    await using server = await secure(right);
    const answer = await ask(server.port, { hostname: 'app.test', ca: right.cert });
    expect(answer).toMatchObject({ body: 'hello', url: `https://app.test:${server.port}/` });
    expect(await ask(server.port, { ca: right.cert })).toMatchObject({ status: 200 });
  });

  test('refuses what must not be trusted', async () => {
    await using server = await secure(right);
    await using old = await secure(expired);
    expect(await errorOf(ask(server.port, { hostname: 'app.test' }))).toBe('target CERT_UNTRUSTED');
    expect(await errorOf(ask(server.port, { hostname: 'other.test', ca: right.cert }))).toBe(
      'target CERT_WRONG_HOST',
    );
    expect(await errorOf(ask(old.port, { hostname: 'app.test', ca: expired.cert }))).toBe(
      'target CERT_EXPIRED',
    );
  });

  test('says when the port speaks plain HTTP', async () => {
    await using server = await serve((_, response) => response.end());
    expect(await errorOf(ask(server.port, {}))).toBe('target TLS_NOT_SPOKEN');
  });
});

test('connections are reused, and what is unique differs from look to look', async () => {
  const seen = new Set<string>();
  const ports = new Set<number | undefined>();
  await using server = await serve((request, response) => {
    seen.add(request.url ?? '');
    ports.add(request.socket.remotePort);
    response.end();
  });
  for (let look = 0; look < 10; look++) await get(server.port, { path: '/{{unique}}' });
  expect(seen.size).toBe(10);
  expect(ports.size).toBeLessThan(4);
});
