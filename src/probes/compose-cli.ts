import type { Probe } from '../model/probe.ts';
import { hostOf } from './host/host-of.ts';

/** How docker compose is called here. */
export const probe: Probe<'compose-cli'> = {
  id: 'compose-cli',
  observe: async (_, { stack, signal }) => hostOf(stack).compose(signal),
};
