import type { Probe } from '../model/probe.ts';

/** How many processes of a running service were killed for want of memory. */
export const probe: Probe<'oom-kills'> = {
  id: 'oom-kills',
  observe: ({ service }, { stack, signal }) => stack.oomKills(service, signal),
};
