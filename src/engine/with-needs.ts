import type { Plan } from './planned-check.ts';

/** Checks of a plan and all that they need, directly or not. */
export function withNeeds(plan: Plan, ids: readonly string[], found = new Set<string>()): Set<string> {
  for (const id of ids) {
    if (found.has(id)) continue;
    found.add(id);
    withNeeds(plan, plan.byId.get(id)?.needs ?? [], found);
  }
  return found;
}
