import { ProbeError } from '../model/probe-error.ts';
import { ProblemError } from '../model/problem.ts';
import { engineProblem } from '../runtimes/docker/engine-error.ts';
import { reachEngine } from '../runtimes/docker/reach-engine.ts';

/**
 * After a command on containers that failed: an engine that went away under it is the cause, and what the command said
 * only what came of that.
 *
 * @throws ProblemError ENGINE_UNREACHABLE, ENGINE_TIMEOUT, ENGINE_PERMISSION, with `said` among its causes
 */
export async function ensureEngine(said: string, signal: AbortSignal): Promise<void> {
  try {
    await reachEngine(signal);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof ProbeError)) throw error;
    const problem = engineProblem(error);
    const lines = said.split('\n').filter(line => line !== '');
    throw new ProblemError([{ ...problem, causes: [...lines, ...(problem.causes ?? [])] }]);
  }
}
