import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LoadedConfig } from '../config/loaded-config.ts';
import { noteBackupRun, readBackupRuns } from './backup-runs.ts';
import { backupSightings, backupSubjects, keepSchedule, type RunBackupJob } from './backup-schedule.ts';
import { reduce } from './machine/reduce.ts';
import { emptyState } from './machine/state.ts';
import { setupOf } from './machine/testing/small-setup.ts';

/** Sunday, 1 February 2026, at noon in local time. */
const NOON = new Date(2026, 1, 1, 12).getTime();
const HOUR = 3_600_000;

describe('backups and drills by schedule', () => {
  let root: string;
  let loaded: LoadedConfig;
  const made: string[] = [];
  const outcome = { exitCode: 0, said: '' };
  /** What the commands do: they note what came of it, at the time of the test. */
  const runAt =
    (now: number, problem?: { code: string; message: string }): RunBackupJob =>
    async job => {
      made.push(job);
      await noteBackupRun(root, job, { startedAt: now, problem });
      return outcome;
    };
  const checkAt = async (now: number, run: RunBackupJob = runAt(now)) => {
    made.length = 0;
    const schedule = keepSchedule(run, new AbortController().signal, () => undefined);
    schedule.check(loaded, now);
    schedule.check(loaded, now);
    await schedule.settled();
    return [...made];
  };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'failsafe-schedule-'));
    const backup = { schedule: '30 2 * * *', drill: '0 4 * * SUN' };
    loaded = { root, config: { version: 1, project: 'shop', backup } } as unknown as LoadedConfig;
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  test('each is made once when its moment has passed; what was missed is made up for once', async () => {
    expect(await checkAt(NOON), 'nobody knows what was before').toEqual([]);
    expect(backupSightings(loaded)).toEqual({});
    expect(await checkAt(NOON + 14 * HOUR)).toEqual([]);
    expect(await checkAt(NOON + 15 * HOUR)).toEqual(['backup']);
    expect(await checkAt(NOON + 16 * HOUR)).toEqual([]);
    // The machine was off for three weeks
    expect(await checkAt(NOON + 21 * 24 * HOUR)).toEqual(['backup', 'drill']);
    expect(await checkAt(NOON + 21 * 24 * HOUR + HOUR)).toEqual([]);
  });

  test('while another operation is at work it waits; what says nothing of itself has failed', async () => {
    await checkAt(NOON);
    const busy: RunBackupJob = async job => {
      made.push(job);
      return { exitCode: 2, said: '? OPERATION_RUNS `failsafe deploy` …' };
    };
    const later = NOON + 15 * HOUR;
    expect(await checkAt(later, busy)).toEqual(['backup']);
    expect(await checkAt(later + HOUR, busy)).toEqual(['backup']);
    expect(backupSightings(loaded)).toEqual({});
    const broken: RunBackupJob = async () => ({ exitCode: 2, said: 'CONFIG_SYNTAX' });
    await checkAt(later + HOUR, broken);
    expect(readBackupRuns(root).backup?.problem?.message).toBe('exit code 2: CONFIG_SYNTAX');
  });

  test('a drill that fails is one alert, until one goes well', async () => {
    await checkAt(NOON);
    const sunday = NOON + 7 * 24 * HOUR;
    const problem = { code: 'RESTORE_FAILED', message: 'db.dump could not be restored' };
    await checkAt(sunday, runAt(sunday, problem));
    const setup = setupOf(backupSubjects(loaded));
    let state = emptyState('shop');
    const look = (from: number, times: number) => {
      for (let index = 0; index < times; index++)
        ({ state } = reduce(
          setup,
          state,
          { type: 'seen', sightings: backupSightings(loaded) },
          from + index * 30_000,
        ));
    };
    look(sunday, 10);
    expect(Object.values(state.alerts)).toEqual([
      expect.objectContaining({ root: '@backup' }),
      expect.objectContaining({ root: '@drill' }),
    ]);
    expect(JSON.stringify(state.outbox)).toContain(
      'the drill of the newest backup failed: db.dump could not be restored',
    );
    expect(state.subjects['@drill']?.phase).not.toBe('healing');

    await checkAt(sunday + 8 * 24 * HOUR);
    look(sunday + HOUR, 20);
    expect(JSON.stringify(Object.values(state.alerts))).not.toContain('"firing"');
  });
});
