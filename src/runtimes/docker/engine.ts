import https from 'node:https';
import { inspect } from 'node:util';
import type Docker from 'dockerode';
import { ProbeError } from '../../model/probe-error.ts';
import { http } from '../../probes/node-http.ts';
import { openDocker } from './docker-library.ts';
import { type Engine, type Environment, resolveEngine } from './engine-address.ts';
import { answersTooLate, toProbeError } from './engine-error.ts';

export type { Engine };

/**
 * Finds the engine that the environment names. Nothing is sent yet.
 * @throws ProbeError ENGINE_UNREACHABLE (observer) when its address makes no sense
 */
export function openEngine(environment: Environment = process.env): Engine {
  try {
    return resolveEngine(environment);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new ProbeError('observer', 'ENGINE_UNREACHABLE', `no Docker engine: ${message}`, { cause });
  }
}

/**
 * Calls the engine and keeps to the signal, even when the engine hangs: the connection of this one call is cut, which
 * is more than dockerode's own `abortSignal` does, which some of its calls ignore.
 * @throws ProbeError of kind `observer`: ENGINE_UNREACHABLE, ENGINE_TIMEOUT, ENGINE_PERMISSION or ENGINE_ERROR
 */
export async function ask<T>(
  engine: Engine,
  signal: AbortSignal,
  call: (docker: Docker) => Promise<T>,
): Promise<T> {
  const { Agent } = engine.options.protocol === 'https' ? https : http;
  // docker-modem prints each request for its log, whether that is on or not, with all that the agent holds: half of its time
  const agent = Object.assign(new Agent({ keepAlive: false }), { [inspect.custom]: () => 'an agent' });
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const giveUp = () => {
    reject(answersTooLate(engine, signal.reason));
    agent.destroy();
  };
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    if (signal.aborted) giveUp();
    const options = { ...engine.options, agent };
    const answer = signal.aborted ? aborted : call(openDocker(options));
    return await Promise.race([aborted, answer]);
  } catch (error) {
    throw toProbeError(error, engine);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
