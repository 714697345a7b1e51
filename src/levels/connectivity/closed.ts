import { defineCheck } from '../check.ts';
import { error as couldNotLook, fail, pass, skip } from '../verdict.ts';
import { containerChecks, serviceOf, timeoutOf, whereIs } from './targets.ts';

/** What says that nobody gets in from here. Anything else says nothing about the port. */
const CLOSED = ['ECONNREFUSED', 'PORT_NOT_PUBLISHED', 'TIMEOUT', 'EHOSTUNREACH'];

/** A port is not open to this machine. */
export const check = defineCheck({
  id: 'connectivity.closed',
  level: 'connectivity',
  severity: 'error',
  title: 'The port is closed to this machine',
  why: 'A database or an admin page that was published by mistake is found by scanners within hours.',
  source: 'CIS Docker Benchmark 5.8',
  probe: 'tcp',
  codes: {
    PORT_OPEN: {
      title: 'A port is open that must be closed',
      cause: 'The compose file publishes it, or a firewall lets it through.',
      fix: 'Remove it from `ports:` and recreate the service; use `expose:` for other services.',
    },
    NOT_VERIFIED: {
      title: 'Nobody can say whether the port is closed',
      cause:
        'The service does not exist or does not run, its name is unknown, or this machine has no network.',
      fix: 'Mend that first, or correct the entry under `connectivity.closed`.',
    },
  },
  instances: loaded =>
    (loaded.config.connectivity?.closed ?? []).map(endpoint => ({
      subject: whereIs(endpoint),
      params: { endpoint },
      needs: containerChecks(loaded, 'running', [serviceOf(endpoint)]),
      timeoutMs: timeoutOf(loaded),
      expectation: { where: whereIs(endpoint) },
    })),
  evaluate({ connected, address, error, local }, { where }) {
    const evidence = { address, error };
    if (connected && local)
      return skip('a service that runs as a process of this machine publishes no ports');
    if (connected) {
      return fail('PORT_OPEN', `${where} is open${address === undefined ? '' : ` at ${address}`}`, {
        expected: 'no connection',
        got: 'a connection',
        evidence,
      });
    }
    if (error !== undefined && CLOSED.includes(error)) return pass(`${where} is closed (${error})`, evidence);
    return couldNotLook('NOT_VERIFIED', `whether ${where} is closed cannot be told: ${error}`, { evidence });
  },
});
