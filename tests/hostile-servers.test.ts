import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { HostileServer } from '../fixtures/hostile-servers/parts/hostile-server.ts';
import type { Level } from '../src/model/level.ts';
import type { CheckResult } from '../src/model/result.ts';
import { listen } from '../src/probes/testing.ts';
import type { Told } from './support/hostile-observer.ts';
import { rootCodes } from './support/level-alone.ts';
import { startObserver } from './support/observer.ts';

const FOLDER = join(import.meta.dirname, '../fixtures/hostile-servers');
const files = readdirSync(FOLDER).filter(name => name.endsWith('.ts'));
const servers = await Promise.all(
  files.map(async file => {
    const module = (await import(pathToFileURL(join(FOLDER, file)).href)) as { server: HostileServer };
    return { file, ...module.server };
  }),
);

/** A look at what never ends costs its whole time; all others have enough of it, however busy the machine is. */
const SHORT_UNIT_MS = 1000;
const LONG_UNIT_MS = 8000;
/** The longest timeout is eight units; the rest is grace, for the start of a process. */
const limit = (unit: number) => 8 * unit + 60_000;
/** A process that keeps what a hostile server sends takes gigabytes. */
const MOST_GROWTH = 300 * 2 ** 20;

const of = (level: string, { results }: Told) => results.filter(result => result.level === level);

/** Each thing that is declared has a failure, or is put down to one. */
const untouched = (results: readonly CheckResult[]): string[] => {
  const red = results.filter(({ status }) => ['fail', 'error', 'blocked'].includes(status));
  const all = new Set(results.map(({ subject }) => subject));
  return [...all].filter(subject => !red.some(result => result.subject === subject));
};

test('there are enough of them, and each is looked at', () => {
  expect(servers.length).toBeGreaterThanOrEqual(40);
  expect(servers.filter(({ codes }) => Object.keys(codes).length === 0)).toEqual([]);
});

/** So many, one after another, look from one process: what one of them leaves behind counts for the next. */
const TOGETHER = 8;
let looked = 0;
let observer = startObserver();
beforeEach(() => {
  if (looked++ % TOGETHER !== 0) return;
  observer[Symbol.dispose]();
  observer = startObserver();
});
afterAll(() => observer[Symbol.dispose]());

describe.each(servers)('$title', ({ serve, codes, waits }) => {
  test('has a clear verdict in time, and takes no memory to speak of', async () => {
    await using server = await listen(serve);
    const unit = waits ? SHORT_UNIT_MS : LONG_UNIT_MS;
    const levels = Object.keys(codes) as Level[];
    const told = await observer.ask({ port: server.port, levels, unit }, limit(unit));
    const found = levels.map(level => [level, rootCodes(of(level, told))]);
    expect(Object.fromEntries(found)).toEqual(codes);
    expect(told.results.map(({ code }) => code)).not.toContain('INTERNAL_ERROR');
    // That something answers at all may be true.
    for (const level of levels.filter(level => level !== 'connectivity')) {
      expect(untouched(of(level, told)), level).toEqual([]);
    }
    expect(told.growth, `${Math.round(told.growth / 2 ** 20)} MiB`).toBeLessThan(MOST_GROWTH);
  });
});
