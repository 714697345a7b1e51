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

async function look(waitMs: number, timeoutMs = 10_000) {
  const seen = await probe.observe({ target: server.target(), waitMs }, contextFor(timeoutMs));
  if (!seen.connected || !seen.vitals.blocked.seen) throw new Error(JSON.stringify(seen));
  return seen.vitals.blocked.value;
}

async function hold(ms: number) {
  await holder.query('CREATE TABLE IF NOT EXISTS locked (note text)');
  await holder.query('BEGIN; LOCK TABLE locked');
  const waiting = waiter.query("INSERT INTO locked VALUES ('a secret note')").catch(() => undefined);
  await sleep(100);
  const ended = sleep(ms).then(() => holder.query('ROLLBACK'));
  return () => Promise.all([waiting, ended]);
}

test('nobody waits: at once', async () => {
  const startedAt = performance.now();
  expect(await look(5000)).toEqual([]);
  expect(performance.now() - startedAt).toBeLessThan(5000);
});

test('a wait is watched until it is as long as was asked for', async () => {
  const release = await hold(1500);
  const [session] = await look(1000);
  expect(session).toMatchObject({ user: 'postgres', query: 'INSERT INTO locked VALUES (?)' });
  expect(session?.by).toHaveLength(1);
  expect(session?.forMs).toBeGreaterThanOrEqual(1000);
  await release();
});

test('a wait that ends before that is none', async () => {
  const release = await hold(300);
  expect(await look(1500)).toEqual([]);
  await release();
});

test('a database that is not there is a fact', async () => {
  const gone = { ...server.target(), endpoint: { host: '127.0.0.1', port: 1 } };
  expect(await probe.observe({ target: gone, waitMs: 1 }, contextFor(2000))).toMatchObject({
    connected: false,
    failure: { code: 'ECONNREFUSED' },
  });
});
