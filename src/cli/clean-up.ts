import { planCleanup } from '../operations/cleanup/plan-cleanup.ts';
import { projectNameOf } from '../runtimes/compose/project-name.ts';
import { reachEngine } from '../runtimes/docker/reach-engine.ts';
import { type OperationOptions, operate } from './operate.ts';

/** Removes what the project can do without. */
export function cleanUp(options: OperationOptions): Promise<number> {
  return operate('cleanup', options, {
    async plan({ loaded, signal }) {
      const engine = loaded.runtime === 'compose' ? await reachEngine(signal) : undefined;
      const project = await projectNameOf(loaded, process.env);
      return { steps: await planCleanup({ loaded, project, engine, signal }), done: 'Cleaned up.' };
    },
  });
}
