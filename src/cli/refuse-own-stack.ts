import { ProblemError } from '../model/problem.ts';
import type { RuntimeName } from '../model/stack.ts';

/**
 * A status starts nothing: where the stack is brought up for each run, there is nothing to look at. An unknown runtime passes.
 *
 * @throws ProblemError NO_MONITOR
 */
export function refuseOwnStack(runtime: RuntimeName | undefined): void {
  if (runtime === undefined || runtime === 'compose') return;
  const message = `no monitor runs, and the runtime ${runtime} brings a stack up for each run: there is nothing to look at`;
  const fix = 'Start one with `failsafe monitor --detach`, or look once with `failsafe check`.';
  throw new ProblemError([{ code: 'NO_MONITOR', message, fix }]);
}
