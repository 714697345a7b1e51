import type { LoadedConfig } from '../config/loaded-config.ts';
import { ProblemError } from '../model/problem.ts';

/**
 * Refuses what only makes sense for a stack that lasts.
 *
 * @param done what would be done to it: `mended`
 * @throws ProblemError NEEDS_DEPLOYMENT
 */
export function refuseIsolated({ runtime }: LoadedConfig, done: string): void {
  if (runtime === 'compose') return;
  throw new ProblemError([
    {
      code: 'NEEDS_DEPLOYMENT',
      message: `the runtime ${runtime} brings a stack up for each run: there is nothing that lasts to be ${done}`,
      fix: 'Name the deployment that runs with --runtime compose, or set stack.runtime to it.',
    },
  ]);
}
