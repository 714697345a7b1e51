import { appendFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StackHandle } from '../model/stack.ts';
import { restartService, signalService } from '../runtimes/processes/control.ts';
import type { ServiceRecord } from '../runtimes/processes/run-state.ts';
import { openRun, recordOf, stateOf } from '../runtimes/processes/stack/open-run.ts';
import type { ServiceHands } from './service-hands.ts';

const START_PATIENCE_MS = 60_000;
/** A killed process is reaped, and its end noted, a moment later. */
const NOTED_MS = 500;
const POLL_MS = 20;

/** Signals to the processes of a service. */
export function processHands(handle: StackHandle): ServiceHands {
  function recordFor(service: string): ServiceRecord {
    const record = recordOf(openRun(handle.directory ?? ''), service);
    if (record === undefined) throw new TypeError(`${handle.project} has no service ${service}`);
    return record;
  }
  const send = async (service: string, signal: NodeJS.Signals) => void signalService(handle, service, signal);
  return {
    async kill(service) {
      await send(service, 'SIGKILL');
      await sleep(NOTED_MS);
    },
    async pause(service) {
      await send(service, 'SIGSTOP');
      // On a busy machine a process stops when it is next given the processor
      while (stateOf(recordFor(service)) === 'running') await sleep(POLL_MS);
    },
    resume: service => send(service, 'SIGCONT'),
    start: service => restartService(handle, service, AbortSignal.timeout(START_PATIENCE_MS)),
    async say(service, lines) {
      await appendFile(recordFor(service).log, lines.map(line => `${line}\n`).join(''));
    },
  };
}
