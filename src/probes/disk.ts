import type { Probe } from '../model/probe.ts';

/** Room on the disk that the stack lives on. */
export const probe: Probe<'disk'> = {
  id: 'disk',
  observe: (_, { stack, signal }) => stack.disk(signal),
};
