import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startPostgres, type TestServer } from '../../tests/support/postgres-server.ts';
import { contextFor } from '../../tests/support/probe-context.ts';
import { probe } from './postgres-locks.ts';

let server: TestServer;
let holder: Awaited<ReturnType<TestServer['connect']>>;
let waiter: Awaited<ReturnType<TestServer['connect']>>;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.[Symbol.asyncDispose]());
beforeEach(async () => {
  [holder, waiter] = [await server.connect(), await server.connect()];
});
afterEach(() => Promise.all([holder.end(), waiter.end()]));

async function look({ waitMs = 5000, others = 0 }) {
  const context = { ...contextFor(20_000), othersDone: () => sleep(others) };
  const seen = await probe.observe({ target: server.target(), waitMs }, context);
  if (!seen.connected || !seen.vitals.blocked.seen) throw new Error(JSON.stringify(seen));
  return seen.vitals.blocked.value;
}

async function hold(ms: number, patienceMs = 0) {
  await holder.query('CREATE TABLE IF NOT EXISTS locked (note text)');
  await holder.query('BEGIN; LOCK TABLE locked');
  await waiter.query(`SET statement_timeout = ${patienceMs}`);
  const waiting = waiter.query("INSERT INTO locked VALUES ('a secret note')").catch(() => undefined);
  await sleep(100);
  const ended = sleep(ms).then(() => holder.query('ROLLBACK'));
  return () => Promise.all([waiting, ended]);
}

test('nobody waits', async () => {
  expect(await look({ others: 100 })).toEqual([]);
});

test('a wait is watched until it is as long as was asked for', async () => {
  const release = await hold(1500);
  const [session] = await look({ waitMs: 1000 });
  expect(session).toMatchObject({ user: 'postgres', query: 'INSERT INTO locked VALUES (?)' });
  expect(session?.by).toHaveLength(1);
  expect(session?.forMs).toBeGreaterThanOrEqual(1000);
  await release();
});

test('who gave up waiting while the others looked has waited, as long as the lock is held', async () => {
  const release = await hold(4000, 1500);
  const [session] = await look({ others: 2500 });
  expect(session?.forMs).toBeGreaterThanOrEqual(500);
  await release();
});

test('a lock that was given back is none, however long somebody waited', async () => {
  const release = await hold(1500);
  expect(await look({ waitMs: 1000, others: 2500 })).toEqual([]);
  await release();
});

test('a database that is not there is a fact', async () => {
  const gone = { ...server.target(), endpoint: { host: '127.0.0.1', port: 1 } };
  expect(await probe.observe({ target: gone, waitMs: 1 }, contextFor(2000))).toMatchObject({
    connected: false,
    failure: { code: 'ECONNREFUSED' },
  });
});
