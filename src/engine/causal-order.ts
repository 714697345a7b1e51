import { LEVELS } from '../model/level.ts';
import type { Plan, PlannedCheck } from './planned-check.ts';

/** All that a check needs, directly or not. */
function prerequisites(plan: Plan, { needs }: PlannedCheck, found = new Set<string>()): Set<string> {
  for (const id of needs) {
    const need = plan.byId.get(id);
    if (need === undefined || found.has(id)) continue;
    found.add(id);
    prerequisites(plan, need, found);
  }
  return found;
}

/**
 * The checks of a plan in the order in which their failures explain one another: level by level, and in a level what
 * needs less before what needs more, such as the status of an answer before what is in it.
 */
export function causalOrder(plan: Plan): PlannedCheck[] {
  const weights = new Map(plan.checks.map(one => [one, prerequisites(plan, one).size]));
  const level = (one: PlannedCheck) => LEVELS.indexOf(one.level);
  return plan.checks.toSorted((a, b) => level(a) - level(b) || (weights.get(a) ?? 0) - (weights.get(b) ?? 0));
}
