import { connect } from 'node:net';
import type { ConnectOutcome } from '../../../model/stack.ts';
import type { RunState } from '../run-state.ts';
import { livingRecord, recordOf, stateOf } from './open-run.ts';

const TIMEOUT_MS = 5000;

const refused = (error: string): ConnectOutcome => ({ connected: false, durationMs: 0, error });

/**
 * Connects to a service as another one would: by its name and its declared port. Everything runs on this machine, so it
 * does not matter which service asks, only that it runs.
 */
export async function tryConnect(
  run: RunState,
  from: string,
  to: string,
  port: number,
  signal: AbortSignal,
): Promise<ConnectOutcome> {
  livingRecord(run, from);
  const record = recordOf(run, to);
  if (record === undefined) return refused('ENOTFOUND');
  const listens = record.declaredPort === port && ['running', 'paused'].includes(stateOf(record));
  if (record.address === undefined || !listens) return refused('ECONNREFUSED');
  const { host, port: realPort } = record.address;
  const startedAt = performance.now();
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const socket = connect({ host, port: realPort, signal: AbortSignal.any([signal, timeout]) });
  const error = await new Promise<string | undefined>(resolve => {
    socket.once('connect', () => resolve(undefined));
    socket.once('error', (failure: NodeJS.ErrnoException) =>
      resolve(timeout.aborted ? 'TIMEOUT' : (failure.code ?? failure.message)),
    );
  });
  socket.destroy();
  signal.throwIfAborted();
  return { connected: error === undefined, durationMs: performance.now() - startedAt, error };
}
