import { isStatic } from '../model/level.ts';
import { ProbeError } from '../model/probe-error.ts';
import type { RuntimeName, Stack } from '../model/stack.ts';
import type { Plan, PlannedCheck } from './planned-check.ts';

/** All targets that it looks at have an address of their own: no service is among them. */
const looksAtAddressesOnly = ({ targets, services, level }: PlannedCheck): boolean =>
  level !== 'containers' && targets.length > 0 && services.length === 0;

/**
 * Whether all that these checks look at, need, or may be put down to is there without a stack: files, and, where
 * failsafe starts nothing (`compose`), targets that are addresses. What it starts may be what answers there.
 */
export function needsNoStack(plan: Plan, ids: readonly string[], runtime: RuntimeName): boolean {
  const seen = new Set(ids);
  for (const id of seen) {
    const one = plan.byId.get(id);
    if (one === undefined) return false;
    const isFile = isStatic(one.level);
    if (!isFile && (runtime !== 'compose' || !looksAtAddressesOnly(one))) return false;
    for (const other of isFile ? one.needs : [...one.needs, ...one.excusedBy]) seen.add(other);
  }
  return true;
}

const none = (): Promise<never> =>
  Promise.reject(new ProbeError('observer', 'NO_STACK', 'this run looks at no service'));

/** What stands in for a stack where none is started: nothing can be asked of it. */
export const withoutStack = (runtime: RuntimeName, project: string): Stack => ({
  runtime,
  project,
  address: none,
  services: none,
  usage: none,
  oomKills: none,
  logs: none,
  connect: none,
  disk: none,
  command: (action, service) => `${action} ${service}`,
  close: () => Promise.resolve(),
});
