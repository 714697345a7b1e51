import { setTimeout as sleep } from 'node:timers/promises';
import { ProblemError } from '../../model/problem.ts';
import type { StackHandle } from '../../model/stack.ts';
import { isRunning, processTree, signalProcess } from './process-tree.ts';
import { REQUEST_SIGNAL, writeRequest } from './restart-requests.ts';
import { type RunState, readRunState, type ServiceRecord } from './run-state.ts';
import { stateOf } from './stack/open-run.ts';

const POLL_MS = 20;

const problem = (code: string, message: string) => new ProblemError([{ code, message }]);

function runOf(handle: StackHandle): RunState & { directory: string } {
  const { directory = '' } = handle;
  const run = readRunState(directory);
  if (run === undefined) throw problem('STACK_NOT_RUNNING', `there is no running stack of ${handle.project}`);
  return { ...run, directory };
}

function recordIn(run: RunState, service: string): ServiceRecord {
  const record = run.services[service];
  if (record === undefined) throw problem('SERVICE_MISSING', `there is no service ${service}`);
  return record;
}

/**
 * Sends a signal to a service and all of its processes: SIGSTOP pauses it, SIGCONT lets it go on, SIGKILL kills it.
 *
 * @returns how many processes got it; 0 when the service does not run
 * @throws ProblemError STACK_NOT_RUNNING, SERVICE_MISSING
 */
export function signalService(handle: StackHandle, service: string, signal: NodeJS.Signals): number {
  const { process: leader } = recordIn(runOf(handle), service);
  if (leader === undefined) return 0;
  return processTree(leader).filter(({ pid }) => signalProcess(pid, signal)).length;
}

/**
 * Starts a service again, whether it runs or has ended, with the same port and data, and waits until it is ready.
 *
 * @throws ProblemError STACK_NOT_RUNNING, SERVICE_MISSING, SERVICE_NOT_READY; the signal's reason when it is aborted
 */
export async function restartService(
  handle: StackHandle,
  service: string,
  signal: AbortSignal,
): Promise<void> {
  const run = runOf(handle);
  const { restarts } = recordIn(run, service);
  writeRequest(run.directory, service);
  for (let asked = false; ; asked = true) {
    if (!isRunning(run.supervisor)) {
      throw problem('STACK_NOT_RUNNING', `the supervisor of ${handle.project} has ended`);
    }
    if (!asked) signalProcess(run.supervisor.pid, REQUEST_SIGNAL);
    await sleep(POLL_MS, undefined, { signal });
    const record = recordIn(runOf(handle), service);
    if (record.restarts === restarts) continue;
    if (record.ready) return;
    const came =
      stateOf(record) === 'exited'
        ? `ended again: exit code ${record.exitCode ?? record.signal}`
        : 'did not become ready in time';
    throw problem('SERVICE_NOT_READY', `service ${service} ${came}`);
  }
}
