import { loadConfig } from '../config/load.ts';
import { checksOf } from '../engine/extensions/checks-of.ts';
import { createPlan } from '../engine/plan.ts';
import { LEVELS } from '../model/level.ts';
import { ProblemError } from '../model/problem.ts';

/** The tags that specs may carry: the levels, and whatever failsafe.yaml adds. */
export async function declaredTags(): Promise<{ name: string }[]> {
  const tags = new Set<string>(LEVELS);
  try {
    const loaded = await loadConfig({});
    const plan = createPlan(loaded, await checksOf(loaded));
    for (const tag of plan.checks.flatMap(check => check.tags)) tags.add(tag);
  } catch (error) {
    // The set-up reports what is wrong with failsafe.yaml, in full.
    if (!(error instanceof ProblemError)) throw error;
  }
  return [...tags].map(name => ({ name }));
}
