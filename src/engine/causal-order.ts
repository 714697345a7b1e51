import { LEVELS } from '../model/level.ts';
import type { Plan, PlannedCheck } from './planned-check.ts';
import { withNeeds } from './with-needs.ts';

/**
 * The checks of a plan in the order in which their failures explain one another: level by level, and in a level what
 * needs less before what needs more, such as the status of an answer before what is in it.
 */
export function causalOrder(plan: Plan): PlannedCheck[] {
  const weights = new Map(plan.checks.map(one => [one, withNeeds(plan, one.needs).size]));
  const level = (one: PlannedCheck) => LEVELS.indexOf(one.level);
  return plan.checks.toSorted((a, b) => level(a) - level(b) || (weights.get(a) ?? 0) - (weights.get(b) ?? 0));
}
