import { createPlan } from '../../src/engine/plan.ts';
import type { Plan } from '../../src/engine/planned-check.ts';
import { checks, loadProbe } from '../../src/engine/registry.generated.ts';
import { resultsOf } from '../../src/engine/results-of.ts';
import { createRun } from '../../src/engine/run.ts';
import type { Level } from '../../src/model/level.ts';
import type { CheckResult } from '../../src/model/result.ts';
import type { Stack } from '../../src/model/stack.ts';
import { hostileConfig } from './hostile-config.ts';

/** What the parent asks: all checks of these levels against a port. */
export interface Question {
  readonly port: number;
  readonly levels: readonly Level[];
  /** Timeouts of the checks are a few times this, in milliseconds. */
  readonly unit: number;
}

/** What it is told. */
export interface Told {
  readonly results: readonly CheckResult[];
  /** From the memory of this process before to the highest that it ever was, in bytes. */
  readonly growth: number;
}

/** The plan of one level as if it stood alone: what another level says of the server must not keep it from looking. */
function planOf(level: Level, port: number, unit: number): Plan {
  const own = (ids: readonly string[]) => ids.filter(id => id.startsWith(`${level}.`));
  const alone = createPlan(hostileConfig(port, unit), checks)
    .checks.filter(check => check.level === level)
    .map(check => ({ ...check, needs: own(check.needs), excusedBy: own(check.excusedBy) }));
  return { checks: alone, byId: new Map(alone.map(check => [check.id, check])) };
}

async function look(level: Level, port: number, unit: number): Promise<readonly CheckResult[]> {
  const plan = planOf(level, port, unit);
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

await Promise.all([...new Set(checks.map(({ probe }) => probe))].map(loadProbe));

process.on('message', async ({ port, levels, unit }: Question) => {
  gc?.();
  const before = process.memoryUsage.rss();
  const results = await Promise.all(levels.map(level => look(level, port, unit)));
  const growth = process.resourceUsage().maxRSS * 1024 - before;
  process.send?.({ results: results.flat(), growth } satisfies Told);
});
