import { environmentStep, planEnvironment } from '../operations/setup/environment-file.ts';
import { planSetup, stepsFrom } from '../operations/setup/plan-setup.ts';
import { projectNameOf } from '../runtimes/compose/project-name.ts';
import { checkAll } from './check-all.ts';
import { findDatabases } from './find-databases.ts';
import { loadIncomplete } from './load-incomplete.ts';
import { lookAtHost } from './look-at-host.ts';
import { operate } from './operate.ts';
import { prepareReset } from './prepare-reset.ts';
import { refuseIsolated } from './refuse-isolated.ts';
import type { SetupCommandOptions } from './setup.ts';

const ENVIRONMENT = 'environment';

/** Sets the deployment up. */
export function setUp(options: SetupCommandOptions): Promise<number> {
  const { from } = options;
  return operate('setup', options, {
    async before(file) {
      const step = environmentStep(await planEnvironment(file, process.env));
      return from === undefined || from === ENVIRONMENT ? [step] : [];
    },
    loadDry: async () => (await loadIncomplete(options.config, options.runtime)).loaded,
    async plan(context) {
      const { loaded, signal, hear } = context;
      refuseIsolated(loaded, 'set up');
      const reset = options.cleanImages ? await prepareReset(context, options) : undefined;
      const steps = await planSetup({
        fromScratch: reset !== undefined,
        loaded,
        project: await projectNameOf(loaded, process.env),
        signal,
        hear,
        examine: async () => (await lookAtHost(loaded, signal)).results,
        stack: async () => (await context.open()).stack,
        databases: async () =>
          Object.keys(loaded.databaseTargets).length === 0 ? [] : findDatabases(context),
        check: () => checkAll(context),
      });
      return {
        steps: [...(reset?.steps ?? []), ...stepsFrom(steps, from === ENVIRONMENT ? undefined : from)],
        question: reset?.question,
        typed: reset?.project,
        cleanUp: reset?.discard,
        goOn: step => `failsafe setup --from ${step}`,
        done: 'Set up, and healthy.',
      };
    },
  });
}
