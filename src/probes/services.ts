import type { Probe } from '../model/probe.ts';

/** The state of every service, in one look. */
export const probe: Probe<'services'> = {
  id: 'services',
  observe: (_, { stack, signal }) => stack.services(signal),
};
