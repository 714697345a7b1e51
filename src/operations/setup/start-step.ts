import type { Stack } from '../../model/stack.ts';
import { composeCommand } from '../../runtimes/compose/command.ts';
import { ensureUp } from '../ensure-up.ts';
import { runCompose } from '../run-compose.ts';
import { servicesToRun } from '../services-to-run.ts';
import type { Step } from '../step.ts';
import type { BuildOptions } from './build-step.ts';

/** What is started, and where it is seen. */
export interface StartOptions extends Omit<BuildOptions, 'fromScratch'> {
  /** The stack, once it runs. */
  stack(): Promise<Stack>;
}

/** Plans to start all services, and to wait for them. */
export async function startStep({ loaded, project, signal, hear, stack }: StartOptions): Promise<Step> {
  const up = await composeCommand(loaded, project, ['up', '-d']);
  return {
    id: 'up',
    title: 'start the services and wait until they are healthy',
    acts: [up.line],
    async run(tell) {
      await runCompose(
        up,
        { signal, hear, tell },
        {
          code: 'STACK_START_FAILED',
          message: 'docker compose did not start the services',
          fix: 'Mend what it says.',
        },
      );
      const services = servicesToRun(loaded);
      await ensureUp(loaded, await stack(), services, signal, tell);
      return `${services.length} services`;
    },
  };
}
