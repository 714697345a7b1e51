import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { sizeOf } from './log-file.ts';
import { keepTimes, offsetSince } from './log-times.ts';

const folder = mkdtempSync(join(tmpdir(), 'failsafe-test-'));
afterAll(() => rmSync(folder, { recursive: true }));
const timed = { log: join(folder, 'a.log'), times: join(folder, 'a.times') };

test.each([
  ['all of it', 999, 0],
  ['all of it, to the millisecond', 1000, 0],
  ['what came after the first look', 1001, 4],
  ['a line whose first half was seen before', 2001, 8],
  ['a line that nobody has seen yet', 3001, 14],
])('%s', (_, moment, offset) => {
  writeFileSync(timed.log, 'one\ntwo\nthree\nfour\n');
  writeFileSync(timed.times, '1000 4\n2000 10\n3000 14\n');
  expect(offsetSince(timed, moment)).toBe(offset);
});

test('without a look there is no time, and every line counts', () => {
  expect(offsetSince({ ...timed, times: join(folder, 'none') }, Date.now())).toBe(0);
});

test('looks as long as it is told to', async () => {
  const live = { log: join(folder, 'live.log'), times: join(folder, 'live.times') };
  const { stop } = keepTimes([live]);
  await sleep(600);
  expect(sizeOf(live.times)).toBe(0);
  appendFileSync(live.log, 'old\n');
  await sleep(1200);
  const moment = Date.now();
  appendFileSync(live.log, 'new\n');
  await sleep(1200);
  stop();
  expect(offsetSince(live, moment)).toBe(4);
  const size = sizeOf(live.times);
  appendFileSync(live.log, 'more\n');
  await sleep(1200);
  expect(sizeOf(live.times)).toBe(size);
});
