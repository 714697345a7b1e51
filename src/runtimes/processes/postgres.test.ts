import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ProcessService } from '../../config/schema/stack.ts';
import { ProblemError } from '../../model/problem.ts';
import { restartService, signalService } from './control.ts';
import { processes } from './processes.ts';
import { readRunState } from './run-state.ts';
import { leftOver, processesOf, runsIn } from './testing/left-over.ts';
import { createTestProject, secret, type TestProject } from './testing/test-project.ts';

const { signal } = new AbortController();
const PASSWORD = 'p@ss/w:rd ü';
let project: TestProject;

beforeEach(() => {
  project = createTestProject();
});

afterEach(() => {
  expect(runsIn(project.root)).toEqual([]);
  project.remove();
});

function write(name: string, sql: string): string {
  writeFileSync(join(project.root, name), sql);
  return name;
}

async function withStack(services: Record<string, ProcessService>, work: (run: Run) => Promise<void>) {
  const loaded = project.load(services);
  const { handle, stop } = await processes.start(loaded, { signal, progress: () => {} });
  try {
    await work({ handle, stack: await processes.attach(loaded, handle) });
  } finally {
    const all = processesOf(handle);
    await stop();
    expect(leftOver(handle, all)).toEqual([]);
  }
}

type Run = Pick<Awaited<ReturnType<typeof processes.start>>, 'handle'> & {
  stack: Awaited<ReturnType<typeof processes.attach>>;
};

async function query(options: pg.ClientConfig, sql: string): Promise<unknown[]> {
  const client = new pg.Client(options);
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
    return rows.flat();
  } finally {
    await client.end();
  }
}

test('a PostgreSQL with its databases, its data and a password that is asked for', async () => {
  const init = [
    write('1.sql', 'create table users (name text); CREATE DATABASE extra;'),
    write('2.sql', "insert into users values ('a;b'), ('c');"),
  ];
  const services = {
    db: {
      port: 15432,
      postgres: {
        database: 'users_dev',
        databases: ['users-test'],
        user: 'owner',
        password: secret(PASSWORD),
        init,
      },
    },
    users: { run: project.server, port: 80, needs: ['db'], env: { DATABASE_URL: '{{database-url:db}}' } },
  };
  await withStack(services, async ({ stack, handle }) => {
    const address = await stack.address('db', 15432, signal);
    const login = { ...address, user: 'owner', password: PASSWORD, database: 'users_dev' };
    expect(await query(login, 'select name from users order by name')).toEqual(['a;b', 'c']);
    const listing = 'select datname from pg_database where not datistemplate order by 1';
    expect(await query(login, listing)).toEqual(['extra', 'postgres', 'users-test', 'users_dev']);
    await expect(query({ ...login, password: 'wrong' }, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    expect(await query(login, 'show max_connections')).toEqual(['100']);

    const web = await stack.address('users', 80, signal);
    const environment = await (await fetch(`http://${web.host}:${web.port}/env`)).json();
    expect(await query({ connectionString: environment.DATABASE_URL }, 'select 1')).toEqual([1]);

    const [db] = await stack.services(signal);
    expect(db).toMatchObject({
      service: 'db',
      state: 'running',
      health: 'healthy',
      ports: { 15432: address },
    });
    expect(db?.image).toMatch(/^PostgreSQL \d+\.\d+$/);
    expect((await stack.usage('db', signal)).memoryBytes).toBeGreaterThan(10_000_000);
    expect((await stack.logs('db', { tail: 100 }, signal)).join('\n')).not.toMatch(
      /starting up|incomplete|unexpected|reset/,
    );

    signalService(handle, 'db', 'SIGSTOP');
    await expect
      .poll(async () => (await stack.services(signal))[0], { timeout: 30_000 })
      .toMatchObject({ state: 'paused', health: 'unhealthy' });

    for (const signals of [[], ['SIGKILL']] as const) {
      for (const name of signals) signalService(handle, 'db', name);
      await restartService(handle, 'db', signal);
      expect(await query(login, 'select count(*)::int from users')).toEqual([2]);
      expect(await stack.address('db', 15432, signal)).toEqual(address);
    }
    expect((await stack.services(signal))[0]).toMatchObject({ health: 'healthy', restarts: 0 });
  });
});

test('a password is generated when none is declared, and the services get it', async () => {
  const services = {
    db: { postgres: { database: 'app' } },
    web: { run: project.server, port: 80, needs: ['db'], env: { URL: '{{database-url:db}}' } },
  };
  await withStack(services, async ({ stack }) => {
    const { host, port } = await stack.address('web', 80, signal);
    const { URL: url } = await (await fetch(`http://${host}:${port}/env`)).json();
    expect(new URL(url).password).toMatch(/^\S{24}$/);
    expect(await query({ connectionString: url }, 'select current_database()')).toEqual(['app']);
  });
});

test.each([
  ['a wrong statement', 'select 1;\n\nselect nothing\n  from nowhere;\n', 4, 8, '"nowhere" does not exist'],
  ['a command of psql', 'select 1;\n\\connect app\n', 2, 1, 'is a command of psql'],
])('%s in an init file is told with its place', async (_name, sql, line, column, told) => {
  const init = [write('bad.sql', sql)];
  const start = processes.start(project.load({ db: { postgres: { database: 'app', init } } }), {
    signal,
    progress: () => {},
  });
  const error = await start.then(
    () => undefined,
    failure => failure,
  );
  expect(error).toBeInstanceOf(ProblemError);
  const [problem] = error.problems;
  expect(problem).toMatchObject({ code: 'INIT_SQL_FAILED', at: { line, column } });
  expect(`${problem.message} ${problem.fix}`).toContain(told);
});

test('one that was killed is started again as soon as the last process of it has ended', async () => {
  await withStack({ db: { postgres: { database: 'app' } } }, async ({ stack, handle }) => {
    const [, leader, child] = processesOf(handle);
    if (leader === undefined || child === undefined) throw new Error('no process of PostgreSQL');
    const { log = '' } = readRunState(handle.directory ?? '')?.services.db ?? {};
    process.kill(child.pid, 'SIGSTOP');
    process.kill(leader.pid, 'SIGKILL');
    await expect.poll(async () => (await stack.services(signal))[0]?.state).toBe('exited');
    const restarted = restartService(handle, 'db', signal);
    await expect
      .poll(() => readFileSync(log, 'utf8'), { timeout: 10_000 })
      .toContain('pre-existing shared memory block');
    process.kill(child.pid, 'SIGCONT');
    await restarted;
    expect((await stack.services(signal))[0]).toMatchObject({ health: 'healthy' });
  });
});
