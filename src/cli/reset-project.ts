import { operate } from './operate.ts';
import { prepareReset } from './prepare-reset.ts';
import { refuseIsolated } from './refuse-isolated.ts';
import type { ResetCommandOptions } from './reset.ts';

/** Removes all that the engine keeps of the project. */
export function resetProject(options: ResetCommandOptions): Promise<number> {
  return operate('reset', options, {
    async plan(context) {
      refuseIsolated(context.loaded, 'reset');
      const { project, steps, question, discard } = await prepareReset(context, options);
      return {
        steps,
        question,
        typed: project,
        done: 'Nothing of it is left. Set it up again with: failsafe setup',
        cleanUp: discard,
      };
    },
  });
}
