import type { Probe } from '../model/probe.ts';
import { ProbeError } from '../model/probe-error.ts';
import { hostOf } from './host/host-of.ts';
import { listeners } from './host/listeners.ts';

/** Who has a port of the machine that the stack publishes its ports on: a container, or any other process. */
export const probe: Probe<'host-port'> = {
  id: 'host-port',
  async observe({ port, protocol, ip }, { stack, signal }) {
    const host = hostOf(stack);
    const { local } = await host.engine(signal);
    const containers = await host.publishers(port, protocol, signal);
    if (containers.length > 0) return { holders: containers, project: stack.project };
    if (!local) {
      const message = 'the engine is on another machine, whose processes cannot be seen from here';
      throw new ProbeError('observer', 'PORT_UNKNOWN', message);
    }
    return { holders: await listeners(port, protocol, ip, signal), project: stack.project };
  },
};
