import type { Problem } from '../../model/problem.ts';
import { runningImages } from '../../runtimes/docker/keep-images.ts';
import type { Step } from '../step.ts';
import { chooseVersion } from './choose-version.ts';
import { noteStep } from './note-step.ts';
import { planRollback, type RollbackOptions } from './plan-rollback.ts';
import { type DeployRecord, readRecords } from './record.ts';

/** What is gone back from, and when. */
export interface RecentRollbackOptions extends Omit<RollbackOptions, 'version'> {
  /** The last deploy must not be older, in milliseconds. Default: an hour. */
  readonly within?: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A way back that is planned, or why there is none. */
export type RecentRollback =
  | { readonly version: DeployRecord; readonly steps: readonly Step[] }
  | { readonly refusal: Problem };

const HOUR_MS = 3_600_000;

const refused = (code: string, message: string): RecentRollback => ({
  refusal: { code, message, fix: '`failsafe deploy list` shows what can be gone back to.' },
});

/**
 * The last rung of the monitor's ladder: the version before a recent deploy, for one service or `all`. Its first step
 * refuses where images are gone or the schema does not fit, before anything is stopped. To be done once: after it a
 * rollback is the newest record, and another one is refused.
 */
export async function planRecentRollback(options: RecentRollbackOptions): Promise<RecentRollback> {
  const { loaded, engine, project, signal, within = HOUR_MS, now } = options;
  const records = await readRecords(loaded.root, project);
  const last = records.find(({ status, by }) => status === 'kept' && by !== 'found');
  if (last === undefined) return refused('ROLLBACK_NOTHING', 'nothing was deployed yet');
  if (last.by === 'rollback') return refused('ROLLBACK_NOTHING', 'it was rolled back already');
  if (now - Date.parse(last.endedAt ?? last.startedAt) > within)
    return refused('ROLLBACK_NOTHING', 'the last deploy is too long ago to be the cause');
  const images = await runningImages(engine, project, signal);
  const running = Object.fromEntries(Object.entries(last.images).map(([service, { id }]) => [service, id]));
  const others = images.filter(
    ({ service, id }) => running[service] !== undefined && running[service] !== id,
  );
  if (others.length > 0)
    return refused(
      'ROLLBACK_NOTHING',
      `${others[0]?.service} does not run from the image that was deployed last`,
    );
  const choice = chooseVersion(records, running, undefined);
  if (!('version' in choice)) return refused(choice.code, choice.message);
  const { version } = choice;
  const steps = await planRollback({ ...options, version });
  return { version, steps: [...steps, noteStep(loaded.root, version)] };
}
