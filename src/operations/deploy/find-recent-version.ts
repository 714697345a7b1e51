import type { Problem } from '../../model/problem.ts';
import type { Engine } from '../../runtimes/docker/engine.ts';
import { runningImages } from '../../runtimes/docker/keep-images.ts';
import { chooseVersion } from './choose-version.ts';
import { type DeployRecord, readRecords } from './record.ts';

/** Where a recent deploy is looked for. */
export interface RecentOptions {
  readonly root: string;
  readonly project: string;
  readonly engine: Engine;
  /** The last deploy must not be older, in milliseconds. Default: an hour. */
  readonly within?: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly signal: AbortSignal;
}

/** The version before a recent deploy, or why there is none. */
export type RecentVersion =
  | {
      /** What serves now. */
      readonly last: DeployRecord;
      readonly version: DeployRecord;
      /** When the deploy is too long ago. */
      readonly until: number;
    }
  | { readonly refusal: Problem };

const HOUR_MS = 3_600_000;

const refused = (message: string, code = 'ROLLBACK_NOTHING'): RecentVersion => ({
  refusal: { code, message, fix: '`failsafe deploy list` shows what can be gone back to.' },
});

/** Finds the version that served before a deploy that is not long ago, whose images run. The engine is asked only where there is one. */
export async function findRecentVersion(options: RecentOptions): Promise<RecentVersion> {
  const { root, project, engine, signal, within = HOUR_MS, now } = options;
  const records = await readRecords(root, project);
  const last = records.find(({ status, by }) => status === 'kept' && by !== 'found');
  if (last === undefined) return refused('nothing was deployed yet');
  if (last.by === 'rollback') return refused('it was rolled back already');
  const until = Date.parse(last.endedAt ?? last.startedAt) + within;
  if (now > until) return refused('the last deploy is too long ago to be the cause');
  const images = await runningImages(engine, project, signal);
  const running = Object.fromEntries(Object.entries(last.images).map(([service, { id }]) => [service, id]));
  const other = images.find(({ service, id }) => running[service] !== undefined && running[service] !== id);
  if (other !== undefined)
    return refused(`${other.service} does not run from the image that was deployed last`);
  const choice = chooseVersion(records, running, undefined);
  if (!('version' in choice)) return refused(choice.message, choice.code);
  return { last, version: choice.version, until };
}
