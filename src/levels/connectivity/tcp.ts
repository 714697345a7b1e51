import type { TcpOutcome } from '../../model/observations/network.ts';
import type { Fix } from '../../model/verdict.ts';
import { defineCheck } from '../check.ts';
import { fail, pass } from '../verdict.ts';
import { containerChecks, nameOf, serviceOf, targetsOf, timeoutOf, whereIs } from './targets.ts';

const codes = {
  ECONNREFUSED: {
    title: 'Connection refused',
    cause:
      'Nothing listens on the port: the process is still starting, has crashed, or listens on another port.',
    fix: 'Read the log of the service, and compare the port it listens on with the one under `targets`.',
  },
  PORT_HANGS_UP: {
    title: 'The port accepts and hangs up at once',
    cause:
      "What holds the port has nothing behind it. In front of a container that is Docker's proxy: nothing listens inside, or only on 127.0.0.1 there.",
    fix: 'Let the process listen on 0.0.0.0 and on the port that is published; without containers, read the log of whatever holds the port.',
  },
  PORT_NOT_PUBLISHED: {
    title: 'The port is not published',
    cause:
      'The service runs, but its port cannot be reached from this machine: the compose file does not publish it.',
    fix: 'Add the port under `ports:` of the service and recreate it, or correct the port under `targets`.',
  },
  SERVICE_MISSING: {
    title: 'Nothing exists for the service',
    cause: 'It was never started, or was removed.',
    fix: 'Start it, or correct its name under `targets`.',
  },
  SERVICE_NOT_RUNNING: {
    title: 'The service does not run',
    cause: 'Its container or process has ended, or is paused.',
    fix: 'Read its log, mend what it says, start it.',
  },
  TIMEOUT: {
    title: 'No connection in time',
    cause: 'Packets are dropped: a firewall, a paused service, a wrong address; or its backlog is full.',
    fix: 'Look whether the service is paused or stuck, then at firewalls on the way.',
  },
  CONNECT_FAILED: {
    title: 'No connection',
    cause: 'The network between here and the target does not carry it.',
    fix: 'Look at the code of the system in the message: routes, name servers, firewalls.',
  },
};

const codeOf = ({ error = '' }: TcpOutcome): keyof typeof codes =>
  Object.hasOwn(codes, error) ? (error as keyof typeof codes) : 'CONNECT_FAILED';

function fixesFor(code: keyof typeof codes, service: string | undefined, port: number): Fix[] | undefined {
  if (service === undefined) return undefined;
  if (code === 'PORT_NOT_PUBLISHED') {
    return [
      {
        text: `Add to ${service} in the compose file, then recreate it:\nports:\n  - "127.0.0.1:${port}:${port}"`,
      },
    ];
  }
  const actions = { SERVICE_MISSING: 'create', SERVICE_NOT_RUNNING: 'start' } as const;
  const action = code in actions ? actions[code as keyof typeof actions] : 'logs';
  return [{ text: codes[code].fix, act: { action, service } }];
}

/** The port of a target accepts connections from this machine. */
export const check = defineCheck({
  id: 'connectivity.tcp',
  level: 'connectivity',
  severity: 'error',
  title: 'The port accepts connections',
  why: 'A healthy container whose port is not published, or listens on the wrong address, serves nobody.',
  source: 'RFC 9293 §3.5',
  probe: 'tcp',
  codes,
  instances: loaded =>
    targetsOf(loaded).map(target => ({
      subject: target.name,
      params: { target },
      timeoutMs: timeoutOf(loaded),
      needs: nameOf(target.endpoint) === undefined ? [] : [`connectivity.dns:${target.name}`],
      excusedBy: containerChecks(loaded, 'restarts', [serviceOf(target.endpoint)]),
      expectation: { endpoint: target.endpoint },
    })),
  evaluate(outcome, { endpoint }) {
    const { address, error, replica } = outcome;
    const where = replica === undefined ? whereIs(endpoint) : `${whereIs(endpoint)} of ${replica}`;
    const evidence = { address, error, replica };
    const code = outcome.closedAtOnce ? 'PORT_HANGS_UP' : codeOf(outcome);
    if (outcome.connected && !outcome.closedAtOnce)
      return pass(
        `${whereIs(endpoint)} accepts connections${replica === undefined ? '' : ', each of its containers'}`,
        evidence,
      );
    const got = outcome.closedAtOnce ? 'accepted, and closed at once' : (error ?? 'no connection');
    return fail(code, `${where}${address === undefined ? '' : ` (here ${address})`}: ${got}`, {
      expected: 'a connection that stays open',
      got,
      evidence,
      fixes: fixesFor(code, serviceOf(endpoint), endpoint.port),
    });
  },
});
