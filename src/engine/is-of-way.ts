import { isAnswered, markIn } from '../levels/mark-of.ts';
import type { PlannedCheck } from './planned-check.ts';
import type { Finding } from './run.ts';

/** Whether a check looks at the way from the service that another one asks to what that service passes requests on to. */
const leadsOn = ({ check, instance }: PlannedCheck, asked: PlannedCheck): boolean =>
  check.id === 'connectivity.reach' &&
  (instance.params as { readonly from: string }).from === asked.services[0];

/**
 * Whether a failure may come of a way that is cut: not where a proxy answers 502 or 504 for what it does not reach, and
 * this is the answer of somebody whom it did reach.
 *
 * @param passesOn whether what was asked is such a proxy, by what it said to others
 */
export async function isOfWay(
  failure: Finding,
  way: Finding,
  passesOn: (targets: readonly string[]) => Promise<boolean>,
): Promise<boolean> {
  const { planned, verdict } = failure;
  if (!leadsOn(way.planned, planned) || !isAnswered(markIn(verdict))) return true;
  return !(await passesOn(planned.targets));
}
