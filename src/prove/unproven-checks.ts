import type { Plan } from '../engine/planned-check.ts';
import type { Fault } from './fault.ts';
import type { Proof } from './proof.ts';

/** The checks among these ids of a plan that no proven fault turned red, and how many checks there are. */
export function unprovenChecks(
  plan: Plan,
  ids: readonly string[],
  faults: readonly Fault[],
  proofs: readonly Proof[],
): { unproven: string[]; checks: number } {
  const checkOf = (id: string) => plan.byId.get(id)?.check.id ?? '';
  const wanted = new Set(ids.map(checkOf));
  const proven = new Set(proofs.filter(({ status }) => status === 'proven').map(({ fault }) => fault));
  const turned = faults
    .filter(({ id }) => proven.has(id))
    .flatMap(({ red }) => red.map(({ id }) => checkOf(id)));
  const unproven = [...wanted].filter(check => !turned.includes(check));
  return { unproven, checks: wanted.size };
}
