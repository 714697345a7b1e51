import type { Probe } from '../model/probe.ts';

/** Memory, CPU and network of one service. */
export const probe: Probe<'usage'> = {
  id: 'usage',
  idle: true,
  observe: ({ service }, { stack, signal }) => stack.usage(service, signal),
};
