import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPostgres, type TestServer } from '../../../tests/support/postgres-server.ts';
import { contextFor } from '../../../tests/support/probe-context.ts';
import { ProbeError } from '../../model/probe-error.ts';
import { Secret } from '../../model/secret.ts';
import type { DatabaseTarget } from '../../model/target.ts';
import { inSession } from './session.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startPostgres('max_connections=8', 'superuser_reserved_connections=3', 'max_wal_senders=0');
  const client = await server.connect();
  await client.query("CREATE ROLE plain LOGIN PASSWORD 'a-password-for-tests'");
  await client.query('CREATE DATABASE closed');
  await client.query('REVOKE CONNECT ON DATABASE closed FROM PUBLIC');
  await client.end();
});
afterAll(() => server?.[Symbol.asyncDispose]());

async function failureOf(target: DatabaseTarget, sql = 'SELECT 1', timeoutMs = 3000) {
  const seen = await inSession(target, contextFor(timeoutMs), ({ client }) => client.query(sql));
  return seen.ok ? 'ok' : seen.failure.code;
}

const at = (port: number): DatabaseTarget => server.target({ endpoint: { host: '127.0.0.1', port } });

/** A server that does this with each connection, until disposed of. */
async function startSocket(handle: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const tcp = createServer(socket => {
    sockets.add(socket.on('error', () => undefined));
    handle(socket);
  }).listen(0, '127.0.0.1');
  await once(tcp, 'listening');
  return {
    port: (tcp.address() as { port: number }).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      tcp.close();
    },
  };
}

describe('what the server refuses has its SQLSTATE', () => {
  test.each<[string, Partial<DatabaseTarget>]>([
    ['ok', {}],
    ['28P01', { password: new Secret('PASSWORD', 'wrong') }],
    ['28P01', { user: 'nobody-of-this-name' }],
    ['NO_PASSWORD', { password: undefined }],
    ['3D000', { database: 'missing' }],
    ['42501', { user: 'plain', database: 'closed' }],
    ['TLS_UNSUPPORTED', { tls: true }],
    ['ENOTFOUND', { endpoint: { host: 'missing.invalid', port: 5432 } }],
  ])('%s', async (code, overrides) => {
    expect(await failureOf(server.target(overrides))).toBe(code);
  });

  test('53300 when all slots are taken', async () => {
    // A session that has ended gives its slot back a moment later
    const clients: pg.Client[] = [];
    const takeAll = async () => {
      for (;;) clients.push(await server.connect());
    };
    try {
      await expect
        .poll(async () => {
          await takeAll().catch(() => undefined);
          return failureOf(server.target({ user: 'plain' }));
        })
        .toBe('53300');
    } finally {
      await Promise.all(clients.map(client => client.end()));
    }
  });

  test('57P01 when the session is ended from outside', async () => {
    const seen = inSession(server.target(), contextFor(3000), async ({ client }) => {
      const other = await server.connect();
      await other.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'failsafe'",
      );
      await other.end();
      return client.query('SELECT 1');
    });
    expect(await seen).toMatchObject({ ok: false, failure: { code: '57P01' } });
  });
});

describe('what is not PostgreSQL', () => {
  test('a port that nobody listens on', async () => {
    const gone = await startSocket(() => undefined);
    await gone[Symbol.asyncDispose]();
    expect(await failureOf(at(gone.port))).toBe('ECONNREFUSED');
  });

  test('a server that accepts and says nothing', async () => {
    await using silent = await startSocket(() => undefined);
    expect(await failureOf(at(silent.port), 'SELECT 1', 200)).toBe('TIMEOUT');
  });

  test('a server that closes at once', async () => {
    await using closing = await startSocket(socket => socket.destroy());
    expect(await failureOf(at(closing.port))).toBe('CLOSED');
  });

  test('a web server', async () => {
    await using web = await startSocket(socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(await failureOf(at(web.port))).toBe('NOT_POSTGRES');
  });
});

test('a statement that outlasts our time is given up', async () => {
  expect(await failureOf(server.target(), 'SELECT pg_sleep(30)', 300)).toBe('TIMEOUT');
});

test('a run that was cancelled says nothing about the database', async () => {
  const controller = new AbortController();
  const context = { ...contextFor(3000), signal: controller.signal };
  const look = inSession(server.target(), context, ({ client }) => client.query('SELECT pg_sleep(30)'));
  await sleep(100);
  controller.abort();
  await expect(look).rejects.toMatchObject({ kind: 'observer', code: 'CANCELLED' });
  await expect(look).rejects.toBeInstanceOf(ProbeError);
});

test('PGPASSWORD of the shell is not used', async () => {
  process.env.PGPASSWORD = 'a-password-for-tests';
  try {
    expect(await failureOf(server.target({ password: undefined }))).toBe('NO_PASSWORD');
  } finally {
    delete process.env.PGPASSWORD;
  }
});
