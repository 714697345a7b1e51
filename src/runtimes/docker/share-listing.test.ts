import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openEngine } from './engine.ts';
import { shareListing } from './share-listing.ts';

const never = new AbortController().signal;
const asked: ServerResponse[] = [];
const engine = createServer((_, response) => void asked.push(response));
const answer = (response: ServerResponse | undefined) =>
  response?.setHeader('content-type', 'application/json').end('[]');
let folder = '';
let list: ReturnType<typeof shareListing>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'failsafe-listing-'));
  asked.length = 0;
  await once(engine.listen(join(folder, 'engine.sock')), 'listening');
  list = shareListing(openEngine({ DOCKER_HOST: `unix://${join(folder, 'engine.sock')}` }), 'shop');
});

afterEach(async () => {
  engine.closeAllConnections();
  engine.close();
  await rm(folder, { recursive: true });
});

const untilAsked = (times: number) =>
  expect.poll(() => asked.length, { timeout: 4000, interval: 5 }).toBeGreaterThanOrEqual(times);

test('who asks at the same time shares one list, who asks later gets a new one', async () => {
  const all = Promise.all(Array.from({ length: 20 }, () => list(never)));
  await untilAsked(1);
  answer(asked[0]);
  expect(await all).toHaveLength(20);
  expect(asked).toHaveLength(1);
  await sleep(150);
  const later = list(never);
  await untilAsked(2);
  answer(asked[1]);
  expect(await later).toEqual([]);
});

test('who gives up is told that the engine is late; the others get their list, and the last one ends the request', async () => {
  const hasty = new AbortController();
  const one = list(hasty.signal);
  const other = list(never);
  await untilAsked(1);
  hasty.abort();
  await expect(one).rejects.toMatchObject({ code: 'ENGINE_TIMEOUT', kind: 'observer' });
  answer(asked[0]);
  expect(await other).toEqual([]);

  await sleep(150);
  const last = new AbortController();
  const given = list(last.signal);
  await untilAsked(2);
  const cut = once(asked[1] as ServerResponse, 'close');
  last.abort();
  await expect(given).rejects.toMatchObject({ code: 'ENGINE_TIMEOUT' });
  await cut;
});

test('who comes right after the last one gave up gets a list of their own', async () => {
  const hasty = new AbortController();
  const one = list(hasty.signal);
  await untilAsked(1);
  const next = one.catch(() => list(never));
  hasty.abort();
  await untilAsked(2);
  answer(asked[1]);
  expect(await next).toEqual([]);
});
