import type { Probe } from '../model/probe.ts';

/** The state of every service before and after all the other looks. */
export const probe: Probe<'services-after'> = {
  id: 'services-after',
  watches: true,
  async observe(_, { stack, signal, othersDone }) {
    const before = await stack.services(signal);
    await othersDone();
    return { before, after: await stack.services(signal) };
  },
};
