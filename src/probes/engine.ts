import type { Probe } from '../model/probe.ts';
import { hostOf } from './host/host-of.ts';

/** The container engine that a stack is to run on. */
export const probe: Probe<'engine'> = {
  id: 'engine',
  observe: async (_, { stack, signal }) => hostOf(stack).engine(signal),
};
