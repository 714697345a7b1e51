import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { LONG } from '../../tests/support/long-test.ts';
import { PROTOCOLS, type Protocol } from '../model/observations/ping.ts';
import { probe } from './ping.ts';
import { errorOf, freePort, listen, probeContext } from './testing.ts';

const ping = (speaks: Protocol, port: number, timeoutMs = 3000) =>
  probe.observe(
    { target: { name: 'it', endpoint: { host: '127.0.0.1', port }, speaks } },
    probeContext(timeoutMs),
  );

/** Whether a program is there. Without it a test is skipped, with the reason. */
const installed = (program: string) => spawnSync(program, ['--version']).error === undefined;
const needs = (program: string, skip: (reason: string) => void) => {
  if (!installed(program)) skip(`${program} is not installed`);
};

/** A real server, of a test; ends with it. */
async function serve(program: string, args: (port: number, folder: string) => string[]): Promise<number> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'failsafe-ping-'));
  const server: ChildProcess = spawn(program, args(port, folder), { stdio: 'ignore', cwd: folder });
  const ended = new Promise(resolve => server.once('exit', resolve));
  onTestFinished(async () => {
    server.kill('SIGKILL');
    await ended;
    await rm(folder, { recursive: true, force: true });
  });
  for (;;) {
    const reply = await ping('smtp', port, 500).catch(error => error);
    if (reply?.code !== 'ECONNREFUSED') return port;
    if (server.exitCode !== null) throw new Error(`${program} ended with ${server.exitCode}`);
    await sleep(50);
  }
}

/** Answers with these bytes to whatever it is sent, or at once where the protocol has the server speak first. */
const answering = async (bytes: string | Buffer, speaksFirst = false) => {
  const server = await listen(socket => {
    if (speaksFirst) socket.end(bytes);
    else socket.once('data', () => socket.end(bytes));
  });
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server.port;
};

describe('real servers', () => {
  const redis =
    (...more: string[]) =>
    (port: number, folder: string) => ['--port', String(port), '--dir', folder, '--save', '', ...more];

  test('Redis answers PING', async ({ skip }) => {
    needs('redis-server', skip);
    expect(await ping('redis', await serve('redis-server', redis()))).toMatchObject({ reply: 'ready' });
  });

  test('Redis that wants a password is well, and says so', async ({ skip }) => {
    needs('redis-server', skip);
    const port = await serve('redis-server', redis('--requirepass', 'a-password'));
    expect(await ping('redis', port)).toMatchObject({ reply: 'ready', wantsAccount: true });
  });

  test('Redis without room for a write takes no work, as one that makes room does', async ({ skip }) => {
    needs('redis-server', skip);
    const full = await serve('redis-server', redis('--maxmemory', '500kb'));
    expect(await ping('redis', full)).toMatchObject({
      reply: 'refused',
      message: expect.stringMatching(/^OOM/),
    });
    const cache = redis('--maxmemory', '500kb', '--maxmemory-policy', 'allkeys-lru');
    expect(await ping('redis', await serve('redis-server', cache))).toMatchObject({ reply: 'ready' });
  });

  test('Redis that has lost its primary takes no work', async ({ skip }) => {
    needs('redis-server', skip);
    const port = await serve('redis-server', redis('--replicaof', '127.0.0.1', String(await freePort())));
    expect(await ping('redis', port)).toMatchObject({
      reply: 'refused',
      message: expect.stringMatching(/^it is a replica/),
    });
  });

  test('what knows PING and no INFO is well', async () => {
    const server = await listen(socket =>
      socket.on('data', bytes => String(bytes).includes('PING') && socket.write('+PONG\r\n')),
    );
    onTestFinished(() => server[Symbol.asyncDispose]());
    expect(await ping('redis', server.port)).toMatchObject({ reply: 'ready' });
  });

  test('Redis is no memcached', async ({ skip }) => {
    needs('redis-server', skip);
    const port = await serve('redis-server', redis());
    expect(await ping('memcached', port)).toMatchObject({ reply: 'foreign' });
  });

  test('memcached tells its version', async ({ skip }) => {
    needs('memcached', skip);
    const port = await serve('memcached', at => ['-p', String(at), '-l', '127.0.0.1', '-u', 'nobody']);
    expect(await ping('memcached', port)).toMatchObject({ reply: 'ready', version: /^\d+\./ });
  });

  const mariadb = (...more: string[]) =>
    serve('sh', (at, folder) => [
      '-c',
      `mariadb-install-db --no-defaults --datadir="$1/data" --auth-root-authentication-method=normal ${more.join(' ')} >/dev/null && chown -R mysql "$1" && exec mariadbd --no-defaults --user=mysql --datadir="$1/data" --socket="$1/s" --port="$2" --bind-address=127.0.0.1`,
      'sh',
      folder,
      String(at),
    ]);

  test('MariaDB greets, and refuses the account', async ({ skip }) => {
    needs('mariadb-install-db', skip);
    expect(await ping('mysql', await mariadb('--skip-test-db'))).toMatchObject({
      reply: 'ready',
      wantsAccount: true,
      version: expect.stringContaining('MariaDB'),
    });
  });

  test('MariaDB lets anybody in', async ({ skip }) => {
    if (!LONG) skip('takes its time: set FAILSAFE_LONG=1');
    needs('mariadb-install-db', skip);
    const { reply, ...more } = await ping('mysql', await mariadb());
    expect({ reply, ...more }).toMatchObject({ reply: 'ready' });
    expect(more).not.toHaveProperty('wantsAccount');
  });
});

describe('servers that answer, and do not work', () => {
  test.each<[Protocol, string, boolean]>([
    ['redis', '-LOADING Redis is loading the dataset in memory\r\n', false],
    ['redis', '-DENIED Redis is running in protected mode\r\n', false],
    ['memcached', 'SERVER_ERROR out of memory\r\n', false],
    ['smtp', '554 no service here\r\n', true],
    ['smtp', '421-busy\r\n421 come again\r\n', true],
    ['mysql', '\x17\0\0\0\xff\x10\x04Too many connections', true],
    ['amqp', 'AMQP\0\x01\0\0', false],
  ])('%s: %j', async (speaks, bytes, first) => {
    const port = await answering(Buffer.from(bytes, 'latin1'), first);
    expect(await ping(speaks, port)).toMatchObject({ reply: 'refused' });
  });
});

test('MySQL that knows no account of this machine is well', async () => {
  const unknownHost = '\x1a\0\0\0\xff\x6a\x04Host is not allowed here';
  const port = await answering(Buffer.from(unknownHost, 'latin1'), true);
  expect(await ping('mysql', port)).toMatchObject({ reply: 'ready', wantsAccount: true });
});

test('a broker that begins a connection', async () => {
  const start = '\x01\0\0\0\0\x01\0\0\x0a\0\x0a\0\x09\0\0\x01\xd7';
  expect(await ping('amqp', await answering(Buffer.from(start, 'latin1')))).toMatchObject({ reply: 'ready' });
});

describe('MongoDB, of which there is no server here', () => {
  const answer = (...elements: string[]) => {
    const document = Buffer.from(`\0\0\0\0${elements.join('')}\0`, 'latin1');
    document.writeInt32LE(document.length, 0);
    const head = Buffer.alloc(21);
    head.writeInt32LE(head.length + document.length, 0);
    head.writeInt32LE(2013, 12);
    return Buffer.concat([head, document]);
  };
  const OK = '\x01ok\0\0\0\0\0\0\0\xf0\x3f';
  const TOPOLOGY = '\x03topologyVersion\0\x05\0\0\0\0';
  const PRIMARY = '\x08isWritablePrimary\0\x01';

  test.each<[string, Buffer]>([
    ['ready', answer(TOPOLOGY, PRIMARY, OK)],
    ['refused', answer('\x08isWritablePrimary\0\0\x08secondary\0\0', OK)],
    ['refused', answer('\x02errmsg\0\x03\0\0\0no\0', '\x01ok\0\0\0\0\0\0\0\0\0')],
    ['foreign', answer('\x02errmsg\0\xff\xff\xff\x7fno\0')],
    ['foreign', answer('\x06undefined\0')],
    ['foreign', Buffer.from('It looks like you are trying to access MongoDB over HTTP')],
  ])('%s', async (reply, bytes) => {
    expect(await ping('mongodb', await answering(bytes))).toMatchObject({ reply });
  });
});

describe.each(PROTOCOLS)('%s: no answer of it', protocol => {
  test('HTTP is another protocol', async () => {
    const port = await answering('HTTP/1.1 400 Bad Request\r\n\r\n', true);
    expect(await ping(protocol, port)).toMatchObject({ reply: 'foreign' });
  });

  test('silence', async () => {
    await using server = await listen(socket => void socket.resume());
    expect(await errorOf(ping(protocol, server.port, 300))).toBe('target TIMEOUT');
  });

  test('closing', async () => {
    await using server = await listen(socket => void socket.end());
    expect(await errorOf(ping(protocol, server.port))).toBe('target ECONNRESET');
  });

  test('nobody', async () => {
    expect(await errorOf(ping(protocol, await freePort()))).toBe('target ECONNREFUSED');
  });

  test('bytes without an end', async () => {
    await using server = await listen(socket => {
      const more = () => void (socket.destroyed || socket.write(Buffer.alloc(65_536, 7), more));
      more();
    });
    expect(await ping(protocol, server.port)).toMatchObject({ reply: 'foreign' });
  });
});
