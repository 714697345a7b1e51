import { isStatic } from '../model/level.ts';
import { ProbeError } from '../model/probe-error.ts';
import type { RuntimeName, Stack } from '../model/stack.ts';
import type { Plan } from './planned-check.ts';
import { withNeeds } from './with-needs.ts';

/** Whether all that these checks look at, and all that they need, are files. */
export const looksAtFilesOnly = (plan: Plan, ids: readonly string[]): boolean =>
  [...withNeeds(plan, ids)].every(id => {
    const level = plan.byId.get(id)?.level;
    return level !== undefined && isStatic(level);
  });

const none = (): Promise<never> =>
  Promise.reject(new ProbeError('observer', 'NO_STACK', 'this run looks at files alone'));

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
