import type { Plan, PlannedCheck } from './planned-check.ts';

/** Of the checks that judge one observation, the one that this one waits for in the end: itself, when it waits for none. */
export function headOf(plan: Plan, one: PlannedCheck): PlannedCheck {
  for (const id of one.needs) {
    const need = plan.byId.get(id);
    if (need?.instance.params === one.instance.params && need.check.probe === one.check.probe)
      return headOf(plan, need);
  }
  return one;
}
