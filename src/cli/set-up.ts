import { environmentStep } from '../operations/environment/environment-step.ts';
import { environmentSources, planEnvironment } from '../operations/environment/plan-environment.ts';
import { resumeAt, stepsFrom } from '../operations/setup/plan-setup.ts';
import { loadIncomplete } from './load-incomplete.ts';
import { operate } from './operate.ts';
import { prepareReset } from './prepare-reset.ts';
import { refuseIsolated } from './refuse-isolated.ts';
import type { SetupCommandOptions } from './setup.ts';
import { setupSteps } from './setup-steps.ts';

const ENVIRONMENT = 'environment';

/** Sets the deployment up. */
export function setUp(options: SetupCommandOptions): Promise<number> {
  const { from } = options;
  return operate('setup', options, {
    async before(file) {
      const step = environmentStep(await planEnvironment(await environmentSources(file), process.env));
      return from === undefined || from === ENVIRONMENT ? [step] : [];
    },
    loadDry: async () => (await loadIncomplete(options.config, options.runtime)).loaded,
    async plan(context) {
      refuseIsolated(context.loaded, 'set up');
      const reset = options.cleanImages ? await prepareReset(context, options) : undefined;
      const steps = await setupSteps(context, reset !== undefined);
      return {
        steps: [...(reset?.steps ?? []), ...stepsFrom(steps, from === ENVIRONMENT ? undefined : from)],
        question: reset?.question,
        typed: reset?.project,
        cleanUp: reset?.discard,
        goOn: (step, error) => `failsafe setup --from ${resumeAt(steps, step, error)}`,
        done: 'Set up, and healthy.',
      };
    },
  });
}
