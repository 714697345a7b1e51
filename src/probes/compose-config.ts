import type { Probe } from '../model/probe.ts';
import { hostOf } from './host/host-of.ts';

/** What docker compose says of its files and their variables. */
export const probe: Probe<'compose-config'> = {
  id: 'compose-config',
  observe: async (_, { stack, signal }) => hostOf(stack).composeConfig(signal),
};
