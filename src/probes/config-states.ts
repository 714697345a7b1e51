import type { Probe } from '../model/probe.ts';

/** Whether each service was started from what is declared now; undefined where a stack is made for the run. */
export const probe: Probe<'config-states'> = {
  id: 'config-states',
  observe: async (_, { stack, signal }) => stack.configStates?.(signal),
};
