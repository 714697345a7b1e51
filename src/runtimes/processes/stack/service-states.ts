import { constants } from 'node:os';
import type { ServiceState } from '../../../model/stack.ts';
import { askReady } from '../ask-ready.ts';
import type { RunState, ServiceRecord } from '../run-state.ts';
import { stateOf } from './open-run.ts';

/** How long a service may take to say that it is still ready: less than the look at all of them may take. */
const ASK_TIMEOUT_MS = 3000;

type Health = Pick<ServiceState, 'health' | 'healthOutput'>;

/** Asks the ready probe again: what was ready once may not be so now. */
async function healthOf(
  record: ServiceRecord,
  state: ServiceState['state'],
  signal: AbortSignal,
): Promise<Health> {
  const { probe, address, log, ready } = record;
  if (probe.kind === 'none' || probe.kind === 'exit') return { health: 'none' };
  if (state === 'created') return { health: 'starting' };
  if (state === 'paused') return { health: 'unhealthy', healthOutput: 'the process is stopped (SIGSTOP)' };
  if (state === 'exited') return { health: 'unhealthy', healthOutput: 'the process has ended' };
  if (!ready) return { health: 'starting' };
  const again = probe.kind === 'log' ? { kind: 'tcp' as const } : probe;
  const limited = AbortSignal.any([signal, AbortSignal.timeout(ASK_TIMEOUT_MS)]);
  const healthOutput = await askReady({ probe: again, address, log }, limited);
  signal.throwIfAborted();
  return healthOutput === undefined ? { health: 'healthy' } : { health: 'unhealthy', healthOutput };
}

/** The exit code as a shell and Docker tell it: 128 and the number of the signal, when one ended the process. */
function exitCodeOf({ exitCode, signal }: ServiceRecord): number | undefined {
  return exitCode ?? (signal === undefined ? undefined : 128 + constants.signals[signal]);
}

async function serviceState(
  service: string,
  record: ServiceRecord,
  signal: AbortSignal,
): Promise<ServiceState> {
  const state = stateOf(record);
  const { declaredPort, address } = record;
  const reachable = declaredPort !== undefined && address !== undefined && state !== 'exited';
  return {
    service,
    state,
    ...(await healthOf(record, state, signal)),
    exitCode: state === 'exited' ? exitCodeOf(record) : undefined,
    oomKilled: false,
    // This runtime restarts nothing unasked, and what a person asked for is no crash
    restarts: 0,
    startedAt: record.startedAt,
    finishedAt: record.finishedAt,
    image: record.image,
    imageCurrent: true,
    ports: reachable ? { [declaredPort]: address } : {},
    oneShot: record.probe.kind === 'exit',
  };
}

/** The state of every service of a run. */
export const serviceStates = (run: RunState, signal: AbortSignal): Promise<ServiceState[]> =>
  Promise.all(Object.entries(run.services).map(([service, record]) => serviceState(service, record, signal)));
