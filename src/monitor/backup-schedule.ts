import { Cron } from 'croner';
import type { LoadedConfig } from '../config/loaded-config.ts';
import { type BackupJob, noteBackupRun, readBackupRuns } from './backup-runs.ts';
import type { Sighting } from './machine/events.ts';
import type { SubjectSetup } from './machine/rules.ts';

/** Makes a backup or a drill in a process of its own, which notes what came of it; gives its exit code and last words. */
export type RunBackupJob = (
  job: BackupJob,
  signal: AbortSignal,
) => Promise<{ readonly exitCode: number; readonly said: string }>;

const JOBS: readonly BackupJob[] = ['backup', 'drill'];
const TITLES = { backup: 'the scheduled backup', drill: 'the drill of the newest backup' };
const FIXES = { backup: 'failsafe backup', drill: 'failsafe backup verify --drill' };
/** Another operation was at work: it is made when that is over. */
const LATER = 'OPERATION_RUNS';

const subjectFor = (job: BackupJob) => `@${job}`;

const cronOf = ({ config }: LoadedConfig, job: BackupJob): string | undefined =>
  job === 'backup' ? config.backup?.schedule : config.backup?.drill;

const scheduled = (loaded: LoadedConfig) => JOBS.filter(job => cronOf(loaded, job) !== undefined);

/** What the machine has to know of scheduled backups: they are told of, and nothing is done about them. */
export const backupSubjects = (loaded: LoadedConfig): Readonly<Record<string, SubjectSetup>> =>
  Object.fromEntries(
    scheduled(loaded).map(job => [
      subjectFor(job),
      { kind: 'check', dependsOn: [], policy: 'off', stateful: false, startMs: 0 },
    ]),
  );

/** What came of the last run of each that is scheduled. */
export function backupSightings(loaded: LoadedConfig): Readonly<Record<string, Sighting>> {
  const runs = readBackupRuns(loaded.root);
  const sightings = scheduled(loaded).flatMap((job): [string, Sighting][] => {
    const run = runs[job];
    if (run === undefined || run.only !== undefined) return [];
    const { problem } = run;
    if (problem === undefined) return [[subjectFor(job), { is: 'up' }]];
    const message = `${TITLES[job]} failed: ${[problem.message, ...(problem.causes ?? [])].join('; ')}`;
    const cause = {
      seenBy: subjectFor(job),
      code: problem.code,
      message,
      fix: `Mend it, then: ${FIXES[job]}`,
    };
    return [[subjectFor(job), { is: 'down', cause }]];
  });
  return Object.fromEntries(sightings);
}

/** Whether a moment of the schedule has passed since the last run. What was missed is made up for once. */
function isDue(cron: string, last: number, now: number): boolean {
  const [moment] = new Cron(cron, { paused: true }).previousRuns(1, new Date(now));
  return moment !== undefined && moment.getTime() > last;
}

/** Makes backups and drills when they are due. */
export interface BackupSchedule {
  /** Begins what is due, one at a time. */
  check(loaded: LoadedConfig, now: number): void;
  /** Waits until what runs has ended, which the signal brings about. */
  settled(): Promise<void>;
}

/** Begins to keep the schedule of failsafe.yaml. */
export function keepSchedule(
  run: RunBackupJob,
  signal: AbortSignal,
  say: (line: string) => void,
): BackupSchedule {
  let running: Promise<void> | undefined;

  async function make({ root }: LoadedConfig, job: BackupJob, startedAt: number): Promise<void> {
    const { exitCode, said } = await run(job, signal);
    if (signal.aborted || said.includes(LATER)) return;
    const noted = readBackupRuns(root)[job];
    if (noted === undefined || noted.startedAt < startedAt) {
      const message = `exit code ${exitCode}: ${said || 'it said nothing'}`;
      await noteBackupRun(root, job, { startedAt, problem: { code: 'BACKUP_FAILED', message } });
    }
    say(`${TITLES[job]}: ${exitCode === 0 ? 'done' : `failed, exit code ${exitCode}`}`);
  }

  async function due(loaded: LoadedConfig, now: number): Promise<void> {
    for (const job of scheduled(loaded)) {
      const last = readBackupRuns(loaded.root)[job];
      if (last === undefined) await noteBackupRun(loaded.root, job, { startedAt: now, only: 'known' });
      else if (isDue(cronOf(loaded, job) ?? '', last.startedAt, now)) await make(loaded, job, now);
    }
  }

  return {
    check(loaded, now) {
      running ??= due(loaded, now)
        .catch(error => say(`the schedule of backups: ${error instanceof Error ? error.message : error}`))
        .finally(() => {
          running = undefined;
        });
    },
    settled: async () => running,
  };
}
