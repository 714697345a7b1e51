import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Docker from 'dockerode';
import { execa } from 'execa';

/** The services of the reference application, and one more that stands on its database. */
export const SERVICES = ['users-db', 'users', 'worker', 'client', 'nginx'] as const;
/** One of {@link SERVICES}. */
export type ServiceName = (typeof SERVICES)[number];

/** What a fault leaves for the next start of a service: it takes its time, it never serves, it runs out of memory. */
const START = `#!/bin/sh
[ -e /fault/dead ] && exec sleep infinity
[ -s /fault/delay ] && sleep "$(cat /fault/delay)"
if [ -s /fault/oom ]; then
  "$@" &
  sleep "$(cat /fault/oom)"
  exec tail /dev/zero
fi
exec "$@"
`;

const WORKER = `import os, time, psycopg2
while True:
    try:
        with psycopg2.connect(os.environ['DATABASE_URL'], connect_timeout=2) as c:
            c.cursor().execute('select 1')
        open('/tmp/beat', 'w').close()
    except Exception as error:
        print(error, flush=True)
    time.sleep(1)
`;

const ASK_USERS = `exec 3<>/dev/tcp/127.0.0.1/5000 || exit 1
printf 'GET /users HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3
read -r _ status _ <&3
[[ $status == 200 ]]`;

const PASSWORD = 'disposable-password-of-the-proof';

/** Ports that are free now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise(resolve => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function composeOf(project: string, folder: string, port: Record<'web' | 'users' | 'client' | 'db', number>) {
  const health = (test: readonly string[], start = '30s') => ({
    test,
    interval: '2s',
    timeout: '3s',
    retries: 5,
    start_period: start,
  });
  const common = (command: readonly string[]) => ({
    entrypoint: ['sh', '/fault/start.sh'],
    command,
    init: true,
    restart: 'unless-stopped',
    stop_grace_period: '10s',
    pull_policy: 'never',
    labels: { autoheal: project },
  });
  const fault = (service: ServiceName) => `${join(folder, 'fault', service)}:/fault:ro`;
  const database = { DATABASE_URL: `postgresql://postgres:${PASSWORD}@users-db:5432/users_dev` };
  const on = (...names: ServiceName[]) => ({
    depends_on: Object.fromEntries(names.map(name => [name, { condition: 'service_healthy' }])),
  });
  return {
    services: {
      'users-db': {
        ...common([
          'entrypoint.sh',
          ...['postgres', '-c', 'listen_addresses=*', '-c', 'shared_buffers=32MB', '-c', 'jit=off'],
        ]),
        image: `testdriven-app-users-db:${project}`,
        environment: { POSTGRES_PASSWORD: PASSWORD },
        ports: [`127.0.0.1:${port.db}:5432`],
        volumes: ['data:/var/lib/postgresql/data', fault('users-db')],
        healthcheck: health(
          ['CMD', 'pg_isready', '-q', '-h', '127.0.0.1', '-U', 'postgres', '-d', 'users_dev'],
          '60s',
        ),
        mem_limit: '256m',
        networks: ['back'],
      },
      users: {
        ...common(['./entrypoint.sh', 'gunicorn', 'wsgi:app']),
        image: `testdriven-app-users:${project}`,
        environment: {
          ...database,
          APP_SETTINGS: 'project.config.DevelopmentConfig',
          DATABASE_TEST_URL: database.DATABASE_URL.replace('users_dev', 'users_test'),
          SECRET_KEY: PASSWORD,
          BCRYPT_LOG_ROUNDS: '4',
        },
        ports: [`127.0.0.1:${port.users}:5000`],
        volumes: [fault('users')],
        healthcheck: health(['CMD', 'bash', '-c', ASK_USERS.replaceAll('$', '$$$$')], '60s'),
        mem_limit: '256m',
        networks: ['back', 'front'],
        ...on('users-db'),
      },
      worker: {
        ...common(['python', '-c', WORKER]),
        image: `testdriven-app-users:${project}`,
        environment: database,
        volumes: [fault('worker')],
        healthcheck: health(['CMD-SHELL', 'test $$(($$(date +%s) - $$(stat -c %Y /tmp/beat))) -lt 8']),
        networks: ['back'],
        ...on('users-db'),
      },
      client: {
        ...common(['nginx']),
        image: `testdriven-app-client:${project}`,
        ports: [`127.0.0.1:${port.client}:3000`],
        volumes: [fault('client')],
        healthcheck: health(['CMD', 'healthcheck']),
        networks: ['front'],
      },
      nginx: {
        ...common(['nginx']),
        image: `testdriven-app-nginx:${project}`,
        ports: [`127.0.0.1:${port.web}:80`],
        volumes: [fault('nginx')],
        healthcheck: health(['CMD', 'healthcheck']),
        networks: ['front'],
        ...on('users', 'client'),
      },
    },
    networks: { back: {}, front: {} },
    volumes: { data: {} },
  };
}

const configOf = (project: string, hook: number) => ({
  version: 1,
  project: 'shop',
  stack: { runtime: 'compose', compose: 'docker-compose.yml', project },
  targets: {
    web: { service: 'nginx', port: 80 },
    'users-api': { service: 'users', port: 5000 },
    site: { service: 'client', port: 3000 },
    db: {
      service: 'users-db',
      port: 5432,
      database: 'users_dev',
      user: 'postgres',
      password: { env: 'POSTGRES_PASSWORD' },
    },
  },
  api: {
    target: 'web',
    endpoints: [
      { name: 'ping', get: '/users/ping', expect: { status: 200 } },
      { name: 'users', get: '/users', needs: ['database.connect:db'], expect: { status: 200 } },
    ],
  },
  database: { target: 'db', connections: { below: '80%' } },
  monitor: {
    interval: '2s',
    heal: {
      services: Object.fromEntries(['worker', 'client', 'nginx'].map(name => [name, { startWithin: '20s' }])),
    },
    channels: { proof: { webhook: { url: `http://127.0.0.1:${hook}/` } } },
  },
});

/** What comes of asking as a user does. One answer may be late on a busy machine; an error, and no connection, are none. */
export type Service = 'served' | 'late' | 'none';

/** A copy of the reference application that runs by docker compose, to be broken. */
export interface World extends AsyncDisposable {
  readonly project: string;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly ports: Readonly<Record<'web' | 'users' | 'client' | 'db', number>>;
  docker(...words: string[]): Promise<string>;
  compose(...words: string[]): Promise<string>;
  container(service: ServiceName): string;
  /** Writes what the next start of a service finds; undefined takes it away. */
  onStart(service: ServiceName, what: 'dead' | 'delay' | 'oom', value: string | undefined): Promise<void>;
  /** Processes of a service, on this machine. */
  pids(service: ServiceName): Promise<number[]>;
  /** Whether a user is served, and the worker works. */
  look(): Promise<Service>;
  /** All as at the beginning. */
  restore(): Promise<void>;
}

/** Brings one up. `hook` is the port that the monitor tells its notices to. */
export async function openWorld(project: string, hook: number): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), `${project}-`));
  const [web, users, client, db] = [await freePort(), await freePort(), await freePort(), await freePort()];
  const ports = { web, users, client, db };
  const environment = { POSTGRES_PASSWORD: PASSWORD };
  const run = async (words: readonly string[]) =>
    (await execa('docker', words, { cwd: folder, env: environment, stdin: 'ignore' })).stdout;
  const docker = (...words: string[]) => run(words);
  const compose = (...words: string[]) => run(['compose', '-p', project, ...words]);
  const container = (service: ServiceName) => `${project}-${service}-1`;
  for (const service of SERVICES) {
    await mkdir(join(folder, 'fault', service), { recursive: true });
    await writeFile(join(folder, 'fault', service, 'start.sh'), START);
  }
  await chmod(folder, 0o755);
  await writeFile(join(folder, 'docker-compose.yml'), JSON.stringify(composeOf(project, folder, ports)));
  await writeFile(join(folder, 'failsafe.yaml'), JSON.stringify(configOf(project, hook)));
  const images = ['users-db', 'users', 'client', 'nginx'] as const;
  const tag = () =>
    Promise.all(
      images.map(name => docker('tag', `testdriven-app-${name}:1.0`, `testdriven-app-${name}:${project}`)),
    );

  const answers = async (path: string) => {
    const answer = await fetch(`http://127.0.0.1:${web}${path}`, { signal: AbortSignal.timeout(2000) });
    await answer.arrayBuffer();
    return answer.status === 200;
  };
  const engine = new Docker();
  const world: World = {
    project,
    folder,
    environment,
    ports,
    docker,
    compose,
    container,
    onStart: (service, what, value) => {
      const file = join(folder, 'fault', service, what);
      return value === undefined ? rm(file, { force: true }) : writeFile(file, value);
    },
    async pids(service) {
      const lines = (await docker('top', container(service), '-eo', 'pid')).split('\n').slice(1);
      return lines.map(Number);
    },
    async look() {
      try {
        const { State } = await engine.getContainer(container('worker')).inspect();
        if (State.Status !== 'running' || State.Health?.Status !== 'healthy') return 'none';
        return (await answers('/users')) && (await answers('/')) ? 'served' : 'none';
      } catch (error) {
        return error instanceof DOMException && error.name === 'TimeoutError' ? 'late' : 'none';
      }
    },
    async restore() {
      for (const service of SERVICES)
        for (const what of ['dead', 'delay', 'oom'] as const) await world.onStart(service, what, undefined);
      await tag();
      await compose('up', '-d', '--force-recreate', '--wait', '-t', '2');
      while ((await world.look()) !== 'served') await sleep(500);
    },
    async [Symbol.asyncDispose]() {
      await compose('down', '-v', '-t', '0').catch(() => compose('down', '-v', '-t', '0'));
      await docker('rmi', ...images.map(name => `testdriven-app-${name}:${project}`)).catch(() => undefined);
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    await tag();
    await compose('up', '-d', '--wait');
  } catch (error) {
    await world[Symbol.asyncDispose]();
    throw error;
  }
  return world;
}
