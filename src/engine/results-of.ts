import type { CheckResult } from '../model/result.ts';
import type { Run } from './run.ts';

/** Results of a selection, and the failures outside of it that block something in it. */
export interface Selected {
  readonly results: readonly CheckResult[];
  readonly prerequisites: readonly CheckResult[];
}

/** The failure that blocks a result, when there is one. */
export async function rootOf(run: Run, { rootBlocker }: CheckResult): Promise<CheckResult | undefined> {
  return rootBlocker === undefined ? undefined : run.result(rootBlocker);
}

/** Runs the checks with these ids, all at once; the run bounds how many look at the same time. */
export async function resultsOf(
  run: Run,
  ids: readonly string[],
  seen?: (result: CheckResult) => void,
): Promise<Selected> {
  await run.prepare(ids);
  const results = await run.results(ids, seen);
  const blocked = results.filter(({ rootBlocker }) => rootBlocker !== undefined);
  const roots = await Promise.all(blocked.map(result => rootOf(run, result)));
  const selected = new Set(ids);
  const outside = roots.filter(root => root !== undefined && !selected.has(root.id));
  const prerequisites = [...new Map(outside.map(root => [root?.id, root as CheckResult])).values()];
  return { results, prerequisites };
}
