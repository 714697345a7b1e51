import type { Probe } from '../model/probe.ts';

/** The last lines of a service's log. */
export const probe: Probe<'logs'> = {
  id: 'logs',
  observe: ({ service, ...which }, { stack, signal }) => stack.logs(service, which, signal),
};
