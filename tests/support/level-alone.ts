import type { LoadedConfig } from '../../src/config/loaded-config.ts';
import { loadProbe } from '../../src/engine/load-probe.generated.ts';
import { createPlan } from '../../src/engine/plan.ts';
import type { Plan } from '../../src/engine/planned-check.ts';
import { checks } from '../../src/engine/registry.generated.ts';
import { resultsOf } from '../../src/engine/results-of.ts';
import { createRun } from '../../src/engine/run.ts';
import type { Level } from '../../src/model/level.ts';
import type { CheckResult } from '../../src/model/result.ts';
import type { Stack } from '../../src/model/stack.ts';

/** The plan of one level as if it stood alone: what another level says of the target must not keep it from looking. */
function planOf(level: Level, loaded: LoadedConfig): Plan {
  const own = (ids: readonly string[]) => ids.filter(id => id.startsWith(`${level}.`));
  const alone = createPlan(loaded, checks)
    .checks.filter(check => check.level === level)
    .map(check => ({ ...check, needs: own(check.needs), excusedBy: own(check.excusedBy) }));
  return { checks: alone, byId: new Map(alone.map(check => [check.id, check])) };
}

/** Results of all checks of one level, on targets that need no stack. */
export async function levelAlone(level: Level, loaded: LoadedConfig): Promise<readonly CheckResult[]> {
  const plan = planOf(level, loaded);
  const run = createRun({
    plan,
    stack: {} as Stack,
    loadProbe,
    signal: new AbortController().signal,
    redact: { keep: () => undefined, deep: value => value },
  });
  const { results } = await resultsOf(run, [...plan.byId.keys()]);
  return results;
}

/** Codes of what failed by itself, sorted. */
export const rootCodes = (results: readonly CheckResult[]): string[] => {
  const roots = results.filter(({ status }) => status === 'fail' || status === 'error');
  return [...new Set(roots.map(({ code }) => code))].toSorted();
};
