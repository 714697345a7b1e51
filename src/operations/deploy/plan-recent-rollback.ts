import type { Problem } from '../../model/problem.ts';
import type { Step } from '../step.ts';
import { findRecentVersion, type RecentOptions } from './find-recent-version.ts';
import { noteStep } from './note-step.ts';
import { planRollback, type RollbackOptions } from './plan-rollback.ts';
import type { DeployRecord } from './record.ts';

/** What is gone back from, and when. */
export type RecentRollbackOptions = Omit<RollbackOptions, 'version'> & Pick<RecentOptions, 'within' | 'now'>;

/** A way back that is planned, or why there is none. */
export type RecentRollback =
  | { readonly version: DeployRecord; readonly steps: readonly Step[] }
  | { readonly refusal: Problem };

/**
 * The last rung of the monitor's ladder: the version before a recent deploy, for some services or `all`. Its first step
 * refuses where images are gone or the schema does not fit, before anything is stopped. To be done once: after it a
 * rollback is the newest record, and another one is refused.
 */
export async function planRecentRollback(options: RecentRollbackOptions): Promise<RecentRollback> {
  const found = await findRecentVersion({ ...options, root: options.loaded.root });
  if ('refusal' in found) return found;
  const { version } = found;
  const steps = await planRollback({ ...options, version });
  return { version, steps: [...steps, noteStep(options.loaded.root, version)] };
}
