import { ProbeError } from '../../../model/probe-error.ts';
import type { ServiceState } from '../../../model/stack.ts';
import { findProcess } from '../process-table.ts';
import { type RunState, readRunState, type ServiceRecord } from '../run-state.ts';

/**
 * Reads what is known of the run now.
 *
 * @throws ProbeError `observer` RUN_ENDED when the run has been removed
 */
export function openRun(directory: string, signal?: AbortSignal): RunState {
  signal?.throwIfAborted();
  const state = readRunState(directory);
  if (state !== undefined) return state;
  throw new ProbeError(
    'observer',
    'RUN_ENDED',
    'the run of the services has ended, so there is nothing to look at',
  );
}

/** The record of a service; undefined when the stack declares no such service. */
export const recordOf = (state: RunState, service: string): ServiceRecord | undefined =>
  Object.hasOwn(state.services, service) ? state.services[service] : undefined;

/** The state of a service as the operating system tells it, which outlives a killed supervisor. */
export function stateOf(record: ServiceRecord): ServiceState['state'] {
  if (record.state !== 'running' || record.process === undefined) return record.state;
  const entry = findProcess(record.process.pid);
  if (entry === undefined || entry.startTime !== record.process.startTime) return 'exited';
  return entry.state.toUpperCase() === 'T' ? 'paused' : 'running';
}

/**
 * The record of a service whose process exists.
 *
 * @throws ProbeError `target` SERVICE_MISSING, SERVICE_NOT_RUNNING
 */
export function livingRecord(state: RunState, service: string): ServiceRecord {
  const record = recordOf(state, service);
  if (record === undefined) {
    const known = Object.keys(state.services).join(', ');
    throw new ProbeError('target', 'SERVICE_MISSING', `there is no service ${service}; there are ${known}`);
  }
  const now = stateOf(record);
  if (now === 'exited' || now === 'created') {
    throw new ProbeError('target', 'SERVICE_NOT_RUNNING', `service ${service} does not run: it is ${now}`);
  }
  return record;
}
