import { ProbeError } from '../../model/probe-error.ts';
import { ProblemError } from '../../model/problem.ts';
import { cancelled } from '../cancelled.ts';
import { ask, type Engine, openEngine } from './engine.ts';
import { engineProblem } from './engine-error.ts';

/** An engine that does not answer a ping within this time is taken for dead. */
const PATIENCE_MS = 10_000;

/**
 * Runs what asks the engine while a stack is started or found.
 * @throws ProblemError instead of `ProbeError`
 */
export async function startingWith<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (signal.aborted) throw cancelled();
    if (!(error instanceof ProbeError)) throw error;
    throw new ProblemError([engineProblem(error)]);
  }
}

/**
 * Finds the engine and makes sure that it answers.
 * @throws ProbeError ENGINE_UNREACHABLE, ENGINE_TIMEOUT, ENGINE_PERMISSION
 */
export async function reachEngine(signal: AbortSignal): Promise<Engine> {
  const engine = openEngine();
  const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  await ask(engine, patience, docker => docker.ping());
  return engine;
}
