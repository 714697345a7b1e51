import { planSetup } from '../operations/setup/plan-setup.ts';
import type { Step } from '../operations/step.ts';
import { projectNameOf } from '../runtimes/compose/project-name.ts';
import { checkAll } from './check-all.ts';
import { anyDatabases } from './find-databases.ts';
import { lookAtHost } from './look-at-host.ts';
import type { OperationContext } from './operate.ts';

/** The steps of a set-up once failsafe.yaml is loaded. */
export async function setupSteps(context: OperationContext, fromScratch: boolean): Promise<Step[]> {
  const { loaded, signal, hear } = context;
  return planSetup({
    fromScratch,
    loaded,
    project: await projectNameOf(loaded, process.env),
    signal,
    hear,
    examine: async () => (await lookAtHost(loaded, signal)).results,
    stack: async () => (await context.open()).stack,
    databases: () => anyDatabases(context),
    // Services may have missed their tables before they were made
    check: () => checkAll(context, { logs: (loaded.config.setup?.database ?? []).length === 0 }),
  });
}
