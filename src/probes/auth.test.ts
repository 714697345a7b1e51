import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { declared, loadedFor } from '../../tests/support/auth-findings.ts';
import { type AuthServer, type Fault, startAuthServer } from '../../tests/support/auth-server.ts';
import { leaveNote } from '../../tests/support/killed-run.ts';
import { startPostgres } from '../../tests/support/postgres-server.ts';
import { contextFor } from '../../tests/support/probe-context.ts';
import type { Auth } from '../config/schema/auth.ts';
import { check } from '../levels/auth/login.ts';
import type { AuthObservation, AuthParams } from '../model/observations/auth.ts';
import { lookOf } from './auth/state.ts';
import { probe } from './auth.ts';
import { listen } from './testing.ts';

function paramsFor(server: AuthServer, more: Partial<Auth> = {}): AuthParams {
  const [instance] = check.instances(loadedFor(server, declared(server, more)));
  if (instance === undefined) throw new Error('the check does not apply');
  return instance.params;
}

const look = (server: AuthServer, more: Partial<Auth> = {}): Promise<AuthObservation> =>
  probe.observe(paramsFor(server, more), contextFor(20_000));

describe('the test user is removed, whatever happened', () => {
  test.each<Fault>([
    'login-fails',
    'whoami-hangs',
    'whoami-is-502',
    'duplicates',
    'any-password',
    'no-logout',
  ])('%s', async fault => {
    await using server = await startAuthServer([fault]);
    const { cleanup } = await look(server, { timeout: 400 });
    expect(cleanup.needed).toBe(true);
    expect(server.log.some(line => line.startsWith('POST /auth/register 201'))).toBe(true);
    expect(server.users()).toEqual([]);
  });

  test('also when the run is cancelled in the middle', async () => {
    await using server = await startAuthServer(['whoami-hangs']);
    const controller = new AbortController();
    const context = { ...contextFor(20_000), signal: controller.signal };
    const running = probe.observe(paramsFor(server), context);
    while (server.users().length === 0) await new Promise(resolve => setTimeout(resolve, 5));
    controller.abort();
    await expect(running).rejects.toMatchObject({ kind: 'observer', code: 'CANCELLED' });
    expect(server.users()).toEqual([]);
  });

  test('a registration that failed half-way is cleaned up as well', async () => {
    await using server = await startAuthServer(['register-fails']);
    const { cleanup, steps } = await look(server);
    expect(cleanup.acts).toHaveLength(1);
    expect(steps.login).toEqual({ did: 'nothing', kind: 'not-reached', reason: 'the registration failed' });
  });

  test('a registration that was refused is not', async () => {
    await using server = await startAuthServer(['register-limited']);
    expect((await look(server)).cleanup).toMatchObject({ needed: false, acts: [] });
  });
});

describe('time', () => {
  test('is given to each request; what the session has no time for is not reached, and says why', async () => {
    await using server = await startAuthServer(['slow']);
    const params = { ...paramsFor(server), sessionMs: 400 };
    const { steps, attempts, cleanup } = await probe.observe(params, contextFor(20_000));
    expect(steps.register).toMatchObject({ did: 'answered' });
    const late = {
      did: 'nothing',
      kind: 'not-reached',
      reason: expect.stringContaining('the session is too slow'),
    };
    expect(steps['wrong-password']).toMatchObject(late);
    expect(steps['object-password']).toMatchObject(late);
    expect(attempts.find(({ name }) => name === 'wrong-password')?.step).toMatchObject(late);
    expect(Object.values(steps).filter(({ did }) => did === 'failed')).toEqual([]);
    expect(cleanup.needed).toBe(true);
    expect(server.users()).toEqual([]);
  });

  test('of a registration that was cut off: the user may exist', async () => {
    await using server = await startAuthServer(['slow']);
    const params = { ...paramsFor(server), sessionMs: 30 };
    const { steps, cleanup } = await probe.observe(params, contextFor(20_000));
    expect(steps.register).toMatchObject({ did: 'nothing', kind: 'not-reached', sent: true });
    expect(cleanup.acts).toHaveLength(1);
  });

  test('is not spent twice on what hangs', async () => {
    await using server = await startAuthServer(['login-hangs-on-refusal', 'options-hang']);
    const { steps, attempts } = await look(server, { timeout: 300 });
    expect(steps['cors-preflight']).toMatchObject({ did: 'failed', code: 'TIMEOUT' });
    expect(attempts.filter(({ step }) => step.did === 'failed').map(({ name }) => name)).toEqual([
      'wrong-password',
      'unknown-user',
      'removed',
    ]);
    expect(server.users()).toEqual([]);
  });
});

test('a step that the budget or the user has no room for does not apply', async () => {
  await using server = await startAuthServer(['no-limit']);
  const { steps } = await look(server, { budget: 2 });
  expect(steps['unknown-user']).toEqual({
    did: 'nothing',
    kind: 'not-applicable',
    reason: 'auth.budget leaves no room for it',
  });
});

test('many looks at the same moment do not get in each other’s way', async () => {
  await using server = await startAuthServer(['no-limit']);
  const looks = await Promise.all(Array.from({ length: 8 }, () => look(server)));
  expect(new Set(looks.map(({ identity }) => identity.join())).size).toBe(8);
  for (const { steps } of looks)
    expect(steps.whoami).toMatchObject({ did: 'answered', answer: { status: 200 } });
  expect(server.users()).toEqual([]);
});

test.each([1, 2, 3, 5, 8, 12])('a budget of %i failed logins is kept', async budget => {
  await using server = await startAuthServer(['no-limit']);
  const { attempts } = await look(server, { budget });
  const failed = server.log.filter(line => line.startsWith('POST /auth/login 4'));
  expect(failed).toHaveLength(budget);
  expect(attempts[0]?.name).toBe('wrong-password');
  expect(attempts.at(-1)?.name).toBe(budget === 1 ? 'wrong-password' : 'removed');
});

test('after a 429 no more logins are tried', async () => {
  await using server = await startAuthServer();
  const { attempts } = await look(server, { budget: 50 });
  expect(attempts.at(-1)?.step).toMatchObject({ answer: { status: 429 } });
  expect(server.log.filter(line => line === 'POST /auth/login 429')).toHaveLength(1);
});

test('captured values and declared headers take part; the clean-up has a session of its own after the logout', async () => {
  await using server = await startAuthServer();
  const { cleanup } = await look(server, {
    register: {
      post: '/auth/register',
      json: { email: '{{user.email}}', password: '{{user.password}}' },
      capture: { userId: '$.id' },
    },
    whoami: {
      get: '/auth/status',
      headers: { Authorization: 'Bearer {{token}}' },
      capture: { mail: '$.data.email' },
    },
    cleanup: [
      { get: '/auth/status' },
      { delete: '/users/{{mail}}' },
      { get: '/users/{{userId}}/{{missing}}' },
    ],
  });
  expect(cleanup.acts).toEqual([
    {
      act: 'GET /auth/status',
      step: expect.objectContaining({ answer: expect.objectContaining({ status: 200 }) }),
    },
    {
      act: 'DELETE /users/{{mail}}',
      step: expect.objectContaining({ answer: expect.objectContaining({ status: 200 }) }),
    },
    {
      act: 'GET /users/{{userId}}/{{missing}}',
      step: {
        did: 'nothing',
        kind: 'not-reached',
        reason: expect.stringContaining('unknown variable {{missing}}'),
      },
    },
  ]);
});

test('statements clean up where there is no request for it', async () => {
  await using postgres = await startPostgres();
  await using server = await startAuthServer();
  const client = await postgres.connect();
  await client.query('CREATE TABLE accounts (email text)');
  const loaded = loadedFor(
    server,
    declared(server, {
      user: { email: 'someone-{{unique}}@example.com', password: 'a-Long-{{unique}}' },
      cleanup: [
        { target: 'db', sql: 'INSERT INTO accounts VALUES ($1)', params: ['{{user.email}}'] },
        { target: 'db', sql: 'DELETE FROM missing' },
        { target: 'db', sql: 'DELETE FROM accounts WHERE email = $1', params: ['{{user.email}}'] },
      ],
    }),
  );
  const [instance] = check.instances({ ...loaded, databaseTargets: { db: postgres.target() } });
  const { cleanup } = await probe.observe(instance?.params as AuthParams, contextFor(20_000));
  expect(cleanup.acts).toMatchObject([
    { rows: 1 },
    { act: 'DELETE FROM missing', failure: expect.stringContaining('42P01') },
    { rows: 1 },
  ]);
  expect((await client.query('SELECT * FROM accounts')).rows).toEqual([]);
  await client.end();
});

test('a registration without an answer may be carried out later: the next run removes it then', async () => {
  const root = mkdtempSync(join(tmpdir(), 'failsafe-auth-'));
  await using postgres = await startPostgres();
  await using server = await startAuthServer();
  await using silent = await listen(() => undefined);
  const client = await postgres.connect();
  await client.query('CREATE TABLE accounts (email text)');
  const sql = 'DELETE FROM accounts WHERE email = $1';
  const cleanup = [{ target: 'db', sql, params: ['{{user.email}}'] }];
  const loaded = loadedFor(server, declared(server, { cleanup, timeout: 300 }));
  const databaseTargets = { db: postgres.target() };
  const [instance] = check.instances({ ...loaded, root, databaseTargets });
  const params = instance?.params as AuthParams;
  // The same address, behind which nobody answers at first
  const { target } = params;
  let hangs = true;
  const front = { address: async () => ({ host: '127.0.0.1', port: hangs ? silent.port : server.port }) };
  const service = { ...params, target: { ...target, endpoint: { service: 'web', port: 80 } } };
  const context = { ...contextFor(20_000), stack: { ...front, deployment: 'here' } as never };
  const { cleanup: first } = await probe.observe(service, context);
  hangs = false;
  await client.query('INSERT INTO accounts VALUES ($1)', [(first.user as { email: string }).email]);
  const { cleanup: second } = await probe.observe({ ...service, timeoutMs: 5000 }, context);
  expect(second.earlier).toMatchObject([{ user: first.user, acts: [{ rows: 1 }] }]);
  expect((await client.query('SELECT * FROM accounts')).rows).toEqual([]);
  await client.end();
  rmSync(root, { recursive: true });
});

describe('the test user of a run that was killed', () => {
  const email = 'failsafe-old@example.com';
  const leaveFor = (params: AuthParams) =>
    leaveNote(params.root, lookOf(params, contextFor(1).stack) ?? '', { user: { email } });
  const withRoot = async (use: (root: string) => Promise<void>) => {
    const root = mkdtempSync(join(tmpdir(), 'failsafe-auth-'));
    try {
      await use(root);
    } finally {
      rmSync(root, { recursive: true });
    }
  };

  test('is removed by a statement', () =>
    withRoot(async root => {
      await using postgres = await startPostgres();
      await using server = await startAuthServer();
      const client = await postgres.connect();
      await client.query('CREATE TABLE accounts (email text)');
      await client.query('INSERT INTO accounts VALUES ($1)', [email]);
      const sql = 'DELETE FROM accounts WHERE email = $1';
      const auth = declared(server, { cleanup: [{ target: 'db', sql, params: ['{{user.email}}'] }] });
      const databaseTargets = { db: postgres.target() };
      const [instance] = check.instances({ ...loadedFor(server, auth), root, databaseTargets });
      leaveFor(instance?.params as AuthParams);
      const { cleanup } = await probe.observe(instance?.params as AuthParams, contextFor(20_000));
      expect(cleanup.earlier).toEqual([{ user: { email }, acts: [{ act: sql, rows: 1 }] }]);
      expect((await client.query('SELECT * FROM accounts')).rows).toEqual([]);
      await client.end();
    }));

  test('is told of where only a request of its own could remove it', () =>
    withRoot(async root => {
      await using server = await startAuthServer();
      const params = { ...paramsFor(server), root };
      leaveFor(params);
      const { cleanup } = await probe.observe(params, contextFor(20_000));
      expect(cleanup.earlier).toMatchObject([{ user: { email }, acts: [{ failure: expect.anything() }] }]);
      expect(server.users()).toEqual([]);
    }));
});
