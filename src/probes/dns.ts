import { lookup } from 'node:dns/promises';
import type { Probe } from '../model/probe.ts';
import { ProbeError } from '../model/probe-error.ts';
import { networkError } from './network-error.ts';
import { untilAborted } from './until-aborted.ts';

/** Asks the system for the addresses of a host name, as every client on this machine would. */
export const probe: Probe<'dns'> = {
  id: 'dns',
  async observe({ host }, { signal }) {
    const startedAt = performance.now();
    try {
      const found = await untilAborted(lookup(host, { all: true }), signal);
      return {
        host,
        addresses: found.map(({ address }) => address),
        durationMs: performance.now() - startedAt,
      };
    } catch (error) {
      if (!signal.aborted) throw networkError(error, host);
      throw new ProbeError('target', 'TIMEOUT', `${host}: no name server answers in time`, { cause: error });
    }
  },
};
