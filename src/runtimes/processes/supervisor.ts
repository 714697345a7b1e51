/**
 * The program that owns the services of a run. It is a process of its own, in a session of its own, so that it outlives
 * whoever started it just long enough to clean up: when the pipe to that process closes, for whatever reason, it ends
 * every service and removes the run.
 */
import { causeChain, type Problem, ProblemError } from '../../model/problem.ts';
import { REQUEST_SIGNAL } from './restart-requests.ts';
import type { RunPlan, SupervisorMessage } from './run-plan.ts';
import { supervise } from './supervise/supervise.ts';

const stopping = new AbortController();
const stop = () => stopping.abort(new Error('the run is being ended'));

let crash: unknown;
const noteCrash = (error: unknown) => {
  crash ??= error;
  stop();
};

/** Sends to the process that started this one, if it is still there. */
async function send(message: SupervisorMessage): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (process.connected) process.send?.(message, undefined, {}, () => resolve());
  else resolve();
  await promise;
}

const problemsOf = (error: unknown): readonly Problem[] =>
  error instanceof ProblemError
    ? error.problems
    : [
        {
          code: 'STACK_START_FAILED',
          message: 'the supervisor of the services failed',
          causes: causeChain(error),
        },
      ];

process.on('disconnect', stop);
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop);
process.on(REQUEST_SIGNAL, () => {});
process.on('unhandledRejection', noteCrash);
process.on('uncaughtException', noteCrash);
process.stderr.on('error', () => {});

process.once('message', async (plan: RunPlan) => {
  try {
    await supervise(plan, send, stopping.signal);
  } catch (error) {
    if (!stopping.signal.aborted) noteCrash(error);
  }
  if (crash !== undefined) await send({ type: 'failed', problems: problemsOf(crash) });
  process.exit();
});
