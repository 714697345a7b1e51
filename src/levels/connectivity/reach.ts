import type { LoadedConfig } from '../../config/loaded-config.ts';
import { dependenciesOf } from '../../config/topology.ts';
import { defineCheck } from '../check.ts';
import { fail, pass } from '../verdict.ts';
import { containerChecks, serviceOf, targetsOf, timeoutOf } from './targets.ts';

const codes = {
  ENOTFOUND: {
    title: 'The name of the service is unknown inside the network',
    cause: 'The two services share no network, or the name is misspelt.',
    fix: 'Put both services into one network of the compose file, and compare the names.',
  },
  ECONNREFUSED: {
    title: 'Connection refused inside the network',
    cause: 'Nothing listens on the port, or it listens on 127.0.0.1 of its own container only.',
    fix: 'Let it listen on 0.0.0.0, and use the container port, not the published one.',
  },
  TIMEOUT: {
    title: 'No connection in time inside the network',
    cause: 'The other service is paused or stuck, or a network policy drops the packets.',
    fix: 'Look whether it is paused; look at its backlog and at network policies.',
  },
  REACH_FAILED: {
    title: 'No connection inside the network',
    cause: 'The network of the stack does not carry it.',
    fix: 'Look at the networks of both services and at the code of the system in the message.',
  },
};

/**
 * What nobody reaches from this machine is no matter of the way between two services: it listens on the wrong address,
 * or not at all. Only downwards, or else two services that reach one another would excuse each other.
 */
function fromHere(loaded: LoadedConfig, from: string, to: string, port: number): string[] {
  if (!dependenciesOf(loaded.topology, from).includes(to)) return [];
  return targetsOf(loaded)
    .filter(({ endpoint }) => serviceOf(endpoint) === to && endpoint.port === port)
    .map(({ name }) => `connectivity.tcp:${name}`);
}

/** One service can connect to another inside the network of the stack. */
export const check = defineCheck({
  id: 'connectivity.reach',
  level: 'connectivity',
  severity: 'error',
  title: 'One service reaches the other',
  why: 'What can be reached from this machine may still be out of reach for the service that needs it, and the other way round.',
  source: 'Docker documentation: Networking in Compose',
  probe: 'reach',
  codes,
  instances: loaded =>
    (loaded.config.connectivity?.reach ?? []).map(({ from, to, port, tags }) => ({
      subject: `${from}-to-${to}:${port}`,
      params: { from, to, port },
      tags,
      needs: containerChecks(loaded, 'running', [from, to]),
      excusedBy: [
        ...containerChecks(loaded, 'restarts', [to, from]),
        ...containerChecks(loaded, 'network', [to, from]),
        ...fromHere(loaded, from, to, port),
      ],
      timeoutMs: timeoutOf(loaded),
      expectation: { from, to, port },
    })),
  evaluate({ connected, error = 'no connection', durationMs }, { from, to, port }) {
    const where = `${to}:${port} from ${from}`;
    if (connected) return pass(`${where} is reachable`, { durationMs: Math.round(durationMs) });
    const code = Object.hasOwn(codes, error) ? (error as keyof typeof codes) : 'REACH_FAILED';
    return fail(code, `${where}: ${error}`, {
      expected: 'a connection',
      got: error,
      fixes: [{ text: codes[code].fix, act: { action: 'logs', service: to } }],
    });
  },
});
