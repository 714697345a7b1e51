import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localTime, openDailyLog } from './daily-log.ts';
import { DEFAULT_LOG_RULES, type LogRules } from './log-rules.ts';
import { dailyFiles, sizeOf } from './tidy-logs.ts';

const zone = process.env.TZ;
let folder = '';
beforeAll(async () => {
  process.env.TZ = 'Europe/Berlin';
  folder = await mkdtemp(join(tmpdir(), 'failsafe-log-'));
});
afterAll(async () => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
  await rm(folder, { recursive: true });
});

/** A line each quarter of an hour from this moment. */
async function filesOf(name: string, from: string, lines: number): Promise<Record<string, number>> {
  let at = Date.parse(from);
  const log = openDailyLog(folder, name, { clock: () => new Date(at) });
  for (let line = 0; line < lines; line++, at += 900_000) log.write(`line ${line}`);
  await log.settled();
  const counts = dailyFiles(folder, name).map(async file => {
    const text = await readFile(file, 'utf8');
    return [basename(file), text.trim().split('\n').length] as const;
  });
  return Object.fromEntries(await Promise.all(counts));
}

test('each day has its lines, by the local midnight', async () => {
  expect(await filesOf('plain', '2026-05-01T21:00:00Z', 8)).toEqual({
    'plain-20260501.log': 4,
    'plain-20260502.log': 4,
  });
});

test.each([
  ['spring', '2026-03-28T23:00:00Z', 'spring-20260329.log', 92],
  ['autumn', '2026-10-24T22:00:00Z', 'autumn-20261025.log', 100],
])('the day in %s on which the clocks change has all of its lines', async (name, from, file, lines) => {
  expect((await filesOf(name, from, lines + 4))[file]).toBe(lines);
});

test('the two hours of the same name are told apart', () => {
  const times = ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'].map(at => localTime(new Date(at)));
  expect(times).toEqual(['2026-10-25T02:30:00.000+02:00', '2026-10-25T02:30:00.000+01:00']);
});

test('days before yesterday are compressed, and no line of them is lost when the clock goes back', async () => {
  let at = Date.parse('2026-05-01T10:00:00Z');
  const log = openDailyLog(folder, 'zip', { clock: () => new Date(at) });
  const days = [0, 1, 2, 3, 0, 4].map(day => at + day * 86_400_000);
  for (const [index, day] of days.entries()) {
    at = day;
    log.write(`line ${index}`);
    await log.settled();
  }
  const texts = dailyFiles(folder, 'zip').map(async file => {
    const bytes = await readFile(file);
    const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
    return [basename(file), text.match(/line \d/g)] as const;
  });
  expect(Object.fromEntries(await Promise.all(texts))).toEqual({
    'zip-20260501.log.gz': ['line 0', 'line 4'],
    'zip-20260502.log.gz': ['line 1'],
    'zip-20260503.log.gz': ['line 2'],
    'zip-20260504.log': ['line 3'],
    'zip-20260505.log': ['line 5'],
  });
});

test('what is older than a month is removed when a day begins, and nothing of others', async () => {
  for (const name of ['old-20260101.log', 'old-20260420.log', 'other-20260101.log'])
    await writeFile(join(folder, name), 'x\n');
  expect(Object.keys(await filesOf('old', '2026-05-01T10:00:00Z', 1))).toEqual([
    'old-20260420.log.gz',
    'old-20260501.log',
  ]);
  expect(dailyFiles(folder, 'other')).toHaveLength(1);
});

test('how long a log is kept, and how much of it, is for failsafe.yaml to say', async () => {
  for (const day of ['10', '11', '12', '13'])
    await writeFile(join(folder, `kept-202605${day}.log.gz`), 'x'.repeat(40));
  const names = () => dailyFiles(folder, 'kept').map(file => basename(file).slice(5, 13));
  const clock = () => new Date('2026-05-14T10:00:00Z');
  const open = (rules: Partial<LogRules>) =>
    openDailyLog(folder, 'kept', { clock, rules: () => ({ ...DEFAULT_LOG_RULES, ...rules }) });
  open({ keepMs: 3 * 86_400_000 }).write('first');
  expect(names()).toEqual(['20260511', '20260512', '20260513', '20260514']);
  open({ mostBytes: 160 }).write('second');
  expect(names()).toEqual(['20260513', '20260514']);
});

describe('on a day on which more is written than a log may take', () => {
  const mostBytes = 4000;
  const names = (name: string) => dailyFiles(folder, name).map(file => basename(file));
  const bytes = (name: string) => dailyFiles(folder, name).reduce((sum, file) => sum + sizeOf(file), 0);

  test('the limit holds at each line, and the last ones are there', async () => {
    for (const day of ['28', '29', '30'])
      await writeFile(join(folder, `busy-202604${day}.log.gz`), 'x'.repeat(900));
    let at = Date.parse('2026-05-01T00:00:00Z');
    const open = () =>
      openDailyLog(folder, 'busy', {
        clock: () => new Date(at),
        rules: () => ({ ...DEFAULT_LOG_RULES, mostBytes }),
      });
    let log = open();
    for (let line = 0; line < 1000; line++, at += 10_000) {
      log.write(`line ${line}`);
      if (line === 500) log = open();
      expect(bytes('busy')).toBeLessThanOrEqual(mostBytes);
    }
    expect(names('busy')).toEqual(['busy-20260501.0.log', 'busy-20260501.log']);
    const texts = await Promise.all(dailyFiles(folder, 'busy').map(file => readFile(file, 'utf8')));
    const kept = texts
      .join('')
      .trim()
      .split('\n')
      .map(line => Number(line.split(' ').at(-1)));
    expect(kept).toEqual(Array.from({ length: kept.length }, (_, index) => 1000 - kept.length + index));
    expect(kept.length).toBeGreaterThan(40);
  });

  test('what it takes more is at the cost of earlier days first, and a lower limit counts at once', async () => {
    for (const day of ['28', '29', '30'])
      await writeFile(join(folder, `less-202604${day}.log.gz`), 'x'.repeat(1200));
    let limit = mostBytes;
    const log = openDailyLog(folder, 'less', {
      clock: () => new Date('2026-05-01T10:00:00Z'),
      rules: () => ({ ...DEFAULT_LOG_RULES, mostBytes: limit }),
    });
    log.write('first');
    expect(names('less')).toHaveLength(4);
    for (let line = 0; line < 12; line++) log.write(`line ${line}`);
    expect(names('less')).toEqual(['less-20260429.log.gz', 'less-20260430.log.gz', 'less-20260501.log']);
    limit = 2000;
    log.write('last');
    expect(names('less')).toEqual(['less-20260430.log.gz', 'less-20260501.log']);
  });

  test('the earlier part of a day is compressed with the day', async () => {
    for (const part of ['.0.log', '.log']) await writeFile(join(folder, `part-20260428${part}`), 'x\n');
    const log = openDailyLog(folder, 'part', { clock: () => new Date('2026-05-01T10:00:00Z') });
    log.write('today');
    await log.settled();
    expect(names('part')).toEqual(['part-20260428.0.log.gz', 'part-20260428.log.gz', 'part-20260501.log']);
  });
});

test('a log of JSON has an object a line, and follows a change of the format', async () => {
  let format: LogRules['format'] = 'json';
  const log = openDailyLog(folder, 'json', {
    clock: () => new Date('2026-05-01T10:00:00Z'),
    rules: () => ({ ...DEFAULT_LOG_RULES, format }),
  });
  log.write('says "no"\nand more', { subject: 'web', act: { action: 'restart' } });
  format = 'text';
  log.write('restart web', { subject: 'web' });
  const [first = '', second] = (await readFile(join(folder, 'json-20260501.log'), 'utf8')).split('\n');
  expect(JSON.parse(first)).toEqual({
    time: '2026-05-01T12:00:00.000+02:00',
    message: 'says "no"\nand more',
    subject: 'web',
    act: { action: 'restart' },
  });
  expect(second).toBe('2026-05-01T12:00:00.000+02:00 web: restart web');
});

test('a folder that cannot be made loses the line, and nothing else', async () => {
  const file = join(folder, 'a-file');
  await writeFile(file, '');
  expect(() => openDailyLog(join(file, 'logs'), 'x').write('lost')).not.toThrow();
});
