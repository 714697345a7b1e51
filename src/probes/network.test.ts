import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { ProbeError } from '../model/probe-error.ts';
import { probe as dns } from './dns.ts';
import { probe as reach } from './reach.ts';
import { probe as tcp } from './tcp.ts';
import { certificate, errorOf, freePort, listen, listening, probeContext, webTarget } from './testing.ts';
import { probe as tls } from './tls.ts';
import { resolveWeb } from './web-address.ts';

describe('dns', () => {
  test('finds the addresses of a name', async () => {
    const { addresses } = await dns.observe({ host: 'localhost' }, probeContext());
    expect(addresses.some(address => ['127.0.0.1', '::1'].includes(address))).toBe(true);
  });

  test('says that a name is unknown', async () => {
    const error = await errorOf(dns.observe({ host: 'failsafe.invalid' }, probeContext()));
    expect(error).toMatch(/^(target ENOTFOUND|observer EAI_AGAIN)$/);
  });

  test('ends when its time is up', async () => {
    const context = { ...probeContext(), signal: AbortSignal.abort() };
    expect(await errorOf(dns.observe({ host: 'localhost' }, context))).toBe('target TIMEOUT');
  });
});

describe('tcp', () => {
  const at = (port: number, timeoutMs?: number) =>
    tcp.observe({ endpoint: { host: '127.0.0.1', port } }, probeContext(timeoutMs));

  test('connects', async () => {
    await using server = await listen(() => undefined);
    expect(await at(server.port)).toMatchObject({
      connected: true,
      closedAtOnce: false,
      address: `127.0.0.1:${server.port}`,
    });
  });

  test('connects to a server that speaks first', async () => {
    await using server = await listen(socket => socket.write('220 ready\r\n'));
    expect(await at(server.port)).toMatchObject({ connected: true, closedAtOnce: false });
  });

  test('is refused', async () => {
    expect(await at(await freePort())).toMatchObject({ connected: false, error: 'ECONNREFUSED' });
  });

  test.each(['end', 'resetAndDestroy'] as const)('notices a proxy that hangs up at once (%s)', async how => {
    await using server = await listen(socket => void socket[how]());
    expect(await at(server.port)).toMatchObject({ connected: true, closedAtOnce: true });
  });

  // Where the machine is busy itself, the connection may have lasted before this process is: then it is tried again
  test('notices it after this process was busy for longer than a connection must last', {
    retry: 5,
  }, async () => {
    const hangsUp = `const { createServer } = require('node:net');
      const { parentPort } = require('node:worker_threads');
      const server = createServer(socket => {
        parentPort.once('message', () => socket.end());
        parentPort.postMessage('accepted');
      });
      server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));`;
    await using thread = new Worker(hangsUp, { eval: true });
    const [port] = await once(thread, 'message');
    const seen = at(port);
    await once(thread, 'message');
    // What follows holds up the phase of Node's loop in which it hears of sockets, before that of timers
    await stat(import.meta.filename);
    thread.postMessage('hang up');
    const until = performance.now() + 150;
    while (performance.now() < until);
    expect(await seen).toMatchObject({ connected: true, closedAtOnce: true });
  });

  test('takes an abort as a timeout', async () => {
    const context = { ...probeContext(), signal: AbortSignal.abort() };
    const endpoint = { host: '127.0.0.1', port: await freePort() };
    expect(await tcp.observe({ endpoint }, context)).toMatchObject({ connected: false, error: 'TIMEOUT' });
  });

  test('asks every container of a target, and tells which one fails', async () => {
    await using well = await listen(() => undefined);
    const refusing = await freePort();
    const at = (name: string, port: number) => ({ name, address: { host: '127.0.0.1', port } });
    const look = (...replicas: readonly ReturnType<typeof at>[]) =>
      tcp.observe(
        { target: webTarget(80, { endpoint: { service: 'web', port: 80 } }) },
        probeContext(3000, { replicas: async () => replicas }),
      );
    expect(await look(at('web-1', well.port))).toMatchObject({ connected: true, replica: undefined });
    expect(await look(at('web-1', well.port), at('web-2', well.port))).toMatchObject({
      connected: true,
      replica: 'web-1',
    });
    expect(await look(at('web-1', well.port), at('web-2', refusing))).toMatchObject({
      error: 'ECONNREFUSED',
      replica: 'web-2',
      address: `127.0.0.1:${refusing}`,
    });
  });

  test('takes a missing port as an outcome, and a missing engine as none', async () => {
    const failing = (kind: 'target' | 'observer', code: string) =>
      probeContext(1000, { address: () => Promise.reject(new ProbeError(kind, code, code)) });
    const params = { target: webTarget(80, { endpoint: { service: 'web', port: 80 } }) };
    const outcome = await tcp.observe(params, failing('target', 'PORT_NOT_PUBLISHED'));
    expect(outcome).toMatchObject({ connected: false, error: 'PORT_NOT_PUBLISHED' });
    expect(await errorOf(tcp.observe(params, failing('observer', 'ENGINE_UNREACHABLE')))).toBe(
      'observer ENGINE_UNREACHABLE',
    );
  });
});

describe('tls', () => {
  const right = certificate('DNS:app.test,DNS:*.wild.test,IP:127.0.0.1');
  const expired = certificate('DNS:app.test', '20210101000000Z');
  const serve = (options: TlsOptions) =>
    listening(createTlsServer(options, socket => socket.on('error', () => undefined)));
  const look = (port: number, more: object = {}) =>
    tls.observe({ target: webTarget(port, { tls: true, hostname: 'app.test', ...more }) }, probeContext());

  test('reads a certificate that is to be trusted', async () => {
    await using server = await serve(right);
    const facts = await look(server.port, { ca: right.cert });
    expect(facts).toMatchObject({
      servername: 'app.test',
      protocol: 'TLSv1.3',
      hostMatches: true,
      validTo: '2099-01-01T00:00:00.000Z',
      names: expect.stringContaining('DNS:app.test'),
    });
    expect(facts.chainError).toBeUndefined();
    expect((await look(server.port, { ca: right.cert, hostname: 'a.wild.test' })).hostMatches).toBe(true);
    expect((await look(server.port, { ca: right.cert, hostname: undefined })).hostMatches).toBe(true);
  });

  test('reads one that is not', async () => {
    await using server = await serve(right);
    await using old = await serve(expired);
    expect(await look(server.port)).toMatchObject({ chainError: 'CERT_UNTRUSTED', hostMatches: true });
    expect(await look(server.port, { hostname: 'other.test', ca: right.cert })).toMatchObject({
      hostMatches: false,
    });
    const past = await look(old.port, { ca: expired.cert });
    expect(past).toMatchObject({ chainError: 'CERT_EXPIRED', validTo: '2021-01-01T00:00:00.000Z' });
  });

  test('tells the protocol', async () => {
    await using server = await serve({ ...right, maxVersion: 'TLSv1.2' });
    expect(await look(server.port)).toMatchObject({ protocol: 'TLSv1.2' });
  });

  test('says when TLS is not spoken, refused or not finished', async () => {
    await using plain = await listening(createHttpServer());
    await using deaf = await listen(() => undefined);
    expect(await errorOf(look(plain.port))).toBe('target TLS_NOT_SPOKEN');
    expect(await errorOf(look(await freePort()))).toBe('target ECONNREFUSED');
    const target = webTarget(deaf.port, { tls: true });
    expect(await errorOf(tls.observe({ target }, probeContext(100)))).toBe('target TIMEOUT');
  });
});

test('reach asks the stack', async () => {
  const asked: unknown[] = [];
  const connect = async (...args: unknown[]) => {
    asked.push(...args.slice(0, 3));
    return { connected: true, durationMs: 1 };
  };
  const outcome = await reach.observe(
    { from: 'users', to: 'users-db', port: 5432 },
    probeContext(1000, { connect }),
  );
  expect(outcome.connected).toBe(true);
  expect(asked).toEqual(['users', 'users-db', 5432]);
});

test.each([
  [webTarget(80), 'http://127.0.0.1', undefined],
  [webTarget(8080, { hostname: 'app.test' }), 'http://app.test:8080', undefined],
  [webTarget(443, { tls: true, hostname: 'app.test' }), 'https://app.test', 'app.test'],
  [webTarget(8443, { tls: true }), 'https://127.0.0.1:8443', undefined],
  [webTarget(80, { endpoint: { host: '::1', port: 80 } }), 'http://[::1]', undefined],
  [webTarget(80, { endpoint: { service: 'web', port: 80 } }), 'http://localhost:32768', undefined],
])('%j is at %s', async (target, origin, servername) => {
  const address = async () => ({ host: 'localhost', port: 32768 });
  expect(await resolveWeb(target, probeContext(1000, { address }))).toMatchObject({ origin, servername });
});
