import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { add, type Histogram, merge, percentile } from './histogram.ts';
import { historyFile, openHistory } from './open-history.ts';
import { REGRESSION_MS, regressionsOf } from './regressions.ts';
import type { Sample } from './series.ts';
import { summarise } from './summarise.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.UTC(2027, 0, 4);

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'failsafe-history-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const took = (value: number, name = 'list'): Sample => ({ kind: 'response', name, value });

describe('a histogram', () => {
  test('gives percentiles that no fewer values keep to, at most 4 % too high, merged or not', () => {
    const [low, high]: [Histogram, Histogram] = [{}, {}];
    for (let value = 1; value <= 1000; value++) add(value % 2 === 0 ? low : high, value);
    const all = merge([low, high]);
    for (const percent of [1, 50, 95, 99, 100]) {
      const exact = percent * 10;
      const times = (percentile(all, percent) ?? 0) / exact;
      expect(times).toBeGreaterThanOrEqual(1);
      expect(times).toBeLessThan(1.041);
    }
  });

  test('of one and the same value has no percentile below the mean', () => {
    for (let value = 0.02; value < 60_000; value *= 1.013) {
      const same: Histogram = {};
      add(same, value);
      expect(percentile(same, 95)).toBeGreaterThanOrEqual(value);
    }
  });

  test('of nothing gives nothing; what took no time is no trouble', () => {
    expect(percentile({}, 50)).toBeUndefined();
    const none: Histogram = {};
    add(none, 0);
    expect(percentile(none, 99)).toBe(0);
  });
});

describe('the history', () => {
  test('is there again after the process has ended', async () => {
    const first = await openHistory(folder);
    first.record([took(10), { kind: 'up', name: 'web', bad: true }], START);
    first.close();
    const second = await openHistory(folder);
    second.record([took(30), { kind: 'up', name: 'web' }], START + MINUTE);
    const now = START + 5 * MINUTE;
    const summaries = second.read(START, now).map(one => summarise(one, START, now, 2));
    second.close();
    expect(summaries).toEqual([
      {
        kind: 'response',
        name: 'list',
        looks: 2,
        badPercent: 0,
        mean: 20,
        p50: expect.closeTo(10, 0),
        p95: expect.closeTo(31, 0),
        p99: expect.closeTo(31, 0),
        line: [20, null],
      },
      { kind: 'up', name: 'web', looks: 2, badPercent: 50, line: [50, null] },
    ]);
  });

  test('keeps five minutes for two days and hours for two months, and no more', async () => {
    const history = await openHistory(folder);
    for (let at = START; at <= START + 70 * DAY; at += 30 * MINUTE) history.record([took(10)], at);
    const now = START + 70 * DAY;
    const [fine] = history.read(now - 2 * DAY, now);
    const [coarse] = history.read(START, now);
    history.close();
    expect(fine?.buckets).toHaveLength(97);
    expect(coarse?.buckets.at(0)?.at).toBe(now - 60 * DAY);
    expect(coarse?.buckets.at(0)).toMatchObject({ n: 2, values: 2, sum: 20 });
    expect(coarse?.buckets).toHaveLength(60 * 24 + 1);
  });

  test('is bounded on the disk: the oldest goes', async () => {
    const bound = 400_000;
    const history = await openHistory(folder, bound);
    const names = Array.from({ length: 40 }, (_, index) => `endpoint-${index}`);
    const end = START + 10 * DAY;
    for (let at = START; at <= end; at += 30 * MINUTE)
      history.record(
        names.map(name => took(1 + (at % 977), name)),
        at,
      );
    const series = history.read(START, end);
    history.close();
    expect(statSync(historyFile(folder)).size).toBeLessThanOrEqual(bound);
    expect(series).toHaveLength(names.length);
    expect(series[0]?.buckets.at(-1)?.at).toBe(end);
    expect(series[0]?.buckets[0]?.at).toBeGreaterThan(START);
    const mostInAnHour = Math.max(...series.flatMap(({ buckets }) => buckets.map(({ n }) => n)));
    expect(mostInAnHour, 'what did not fit and was written again counts once').toBe(2);
  });

  test('a file that is none is kept aside', async () => {
    writeFileSync(
      historyFile(folder),
      'this is no database, and is long enough to be taken for one'.repeat(50),
    );
    const history = await openHistory(folder);
    history.record([took(10)], START);
    expect(history.read(START, START + HOUR)).toHaveLength(1);
    history.close();
    expect(readFileSync(`${historyFile(folder)}.unreadable`, 'utf8')).toContain('this is no database');
  });
});

test('what was slower in the last hour than in the week before is told, and nothing else', async () => {
  const history = await openHistory(folder);
  const now = START + 8 * DAY;
  for (let at = START; at < now - 2 * HOUR; at += 30 * MINUTE)
    history.record([took(100, 'slow'), took(100, 'same'), took(5, 'tiny')], at);
  for (let at = now - HOUR; at < now; at += MINUTE)
    history.record([took(300, 'slow'), took(110, 'same'), took(15, 'tiny'), took(900, 'new')], at);
  const slow = regressionsOf(history.read(now - HOUR, now), history.read(now - REGRESSION_MS, now), now);
  history.close();
  expect(slow).toEqual([
    { kind: 'response', name: 'slow', p95: expect.closeTo(300, -1), before: expect.closeTo(100, -1) },
  ]);
});
