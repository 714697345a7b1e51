import { loadConfig } from '../config/load.ts';
import type { LoadedConfig } from '../config/loaded-config.ts';
import { checksOf } from '../engine/extensions/checks-of.ts';
import { lookAtFiles } from '../engine/files/look-at-files.ts';
import { staticOf } from '../engine/files/with-files.ts';
import { createPlan } from '../engine/plan.ts';
import type { Plan } from '../engine/planned-check.ts';
import { selectChecks } from '../engine/select-checks.ts';
import type { Level } from '../model/level.ts';
import type { CheckResult } from '../model/result.ts';

/** failsafe.yaml, and what is to be looked at because of it. */
export interface Deployment {
  readonly loaded: LoadedConfig;
  readonly plan: Plan;
}

/** What of it a run of the specs looks at, as far as that is known before they are loaded. */
export interface Selection extends Deployment {
  /** The tag expressions that select. */
  readonly tags: readonly string[];
  /** Ids of the checks that these select. */
  readonly selected: readonly string[];
  /** Levels whose specs are run; none where that is not known. */
  readonly levels: readonly Level[];
  /** Whether tests are selected by their names, which nobody knows but the specs. */
  readonly byName: boolean;
}

/** @throws ProblemError what is wrong with failsafe.yaml */
export async function loadDeployment(): Promise<Deployment> {
  const loaded = await loadConfig({});
  return { loaded, plan: createPlan(loaded, await checksOf(loaded)) };
}

/** What may be looked at: all that tags and levels leave. */
export function mayBeAsked({ plan, selected, levels }: Selection): string[] {
  const at = new Set(levels);
  return selected.filter(id => at.size === 0 || at.has(plan.byId.get(id)?.level ?? 'system'));
}

/** @throws ProblemError TAG_EXPRESSION_INVALID, NOTHING_SELECTED */
export const select = (
  deployment: Deployment,
  which: Omit<Selection, 'selected' | keyof Deployment>,
): Selection => ({
  ...deployment,
  ...which,
  selected: selectChecks(deployment.plan, which.tags),
});

/** Begins to look at its files; who asks for one of them hears of a failure. */
export function lookAtItsFiles(selection: Selection, signal: AbortSignal): Promise<readonly CheckResult[]> {
  const files = lookAtFiles(selection.loaded, staticOf(selection.plan, mayBeAsked(selection)), signal);
  files.catch(() => undefined);
  return files;
}
