import type { Stack } from '../../model/stack.ts';
import { composeCommand } from '../../runtimes/compose/command.ts';
import { ensureUp } from '../ensure-up.ts';
import { hearing } from '../hearing.ts';
import { servicesToRun } from '../services-to-run.ts';
import type { Step } from '../step.ts';
import { BUILD_MS, type BuildOptions, LAST_LINES, refused } from './build-step.ts';

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
      const said = await up.run(signal, {
        timeoutMs: BUILD_MS,
        lastLines: LAST_LINES,
        hear: hearing(hear, tell),
      });
      if (said !== undefined) {
        const fix = `Mend what it says. By hand: ${up.line}`;
        throw refused('STACK_START_FAILED', 'docker compose did not start the services', said, fix);
      }
      const services = servicesToRun(loaded);
      await ensureUp(loaded, await stack(), services, signal, tell);
      return `${services.length} services`;
    },
  };
}
