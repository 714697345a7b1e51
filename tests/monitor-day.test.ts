import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { dailyFiles } from '../src/monitor/tidy-logs.ts';
import { ROOT } from './support/deployment.ts';
import { LONG } from './support/long-test.ts';

const MB = 1_000_000;

/** A day of durable writes takes a minute, and many on a busy machine. */
const PATIENCE_MS = 1_200_000;

test.runIf(LONG)(
  'a day costs no memory, loses no line, and fills no disk',
  { timeout: PATIENCE_MS },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'failsafe-day-'));
    try {
      // A day in a minute makes a thousand times the garbage a second: what V8 sets aside for that is no leak.
      const flags = ['--expose-gc', '--max-semi-space-size=1'];
      const script = join(ROOT, 'bench/monitor/day.ts');
      const { stdout } = await execa(process.execPath, [...flags, script, folder]);
      const day = JSON.parse(stdout);
      const [, warm] = day.course;
      const last = day.course.at(-1);
      expect(last.heapUsed - warm.heapUsed).toBeLessThan(2 * MB);
      expect(last.rss - warm.rss).toBeLessThan(10 * MB);
      expect(day).toMatchObject({ looks: 2880, acts: 24, notices: 48, alerts: 24 });
      expect(day.stateBytes).toBeLessThan(100_000);
      expect(day.historyBytes).toBeLessThan(10 * MB);
      const lines = await Promise.all(
        dailyFiles(folder, 'monitor').map(async file => {
          const text = await readFile(file, 'utf8');
          return [
            basename(file),
            text
              .trim()
              .split('\n')
              .map(line => line.split(' ').at(-1)),
          ] as const;
        }),
      );
      // From 14:00 in summer time, over midnight, to 13:00 in winter time
      expect(lines.map(([file, { length }]) => [file, length])).toEqual([
        ['monitor-20261024.log', 10 * 120],
        ['monitor-20261025.log', 14 * 120],
      ]);
      expect(lines.flatMap(([, numbers]) => numbers)).toEqual(
        Array.from({ length: 2880 }, (_, index) => String(index + 1)),
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);
