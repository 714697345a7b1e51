import type { LoadedConfig } from '../config/loaded-config.ts';
import { createRedactor } from '../config/redact.ts';
import { hostChecks } from '../engine/host-checks.generated.ts';
import { loadProbe } from '../engine/load-probe.generated.ts';
import { createPlan } from '../engine/plan.ts';
import { resultsOf, type Selected } from '../engine/results-of.ts';
import { createRun } from '../engine/run.ts';
import { withoutStack } from '../engine/without-stack.ts';
import type { Stack } from '../model/stack.ts';
import { projectNameOf } from '../runtimes/compose/project-name.ts';
import { diskRoom } from '../runtimes/docker/disk-room.ts';
import { dockerHost } from '../runtimes/docker/docker-host.ts';
import { openEngine } from '../runtimes/docker/engine.ts';

/** Looks at the machine that the stack is to run on; nothing is started, nothing is changed. */
export async function lookAtHost(loaded: LoadedConfig, signal: AbortSignal): Promise<Selected> {
  const project =
    loaded.runtime === 'processes' ? loaded.config.project : await projectNameOf(loaded, process.env);
  const stack: Stack = {
    ...withoutStack(loaded.runtime, project),
    host: dockerHost(loaded),
    disk: within => diskRoom(openEngine(), async () => [], within),
  };
  const plan = createPlan(loaded, hostChecks);
  const redact = createRedactor(loaded.secrets);
  const run = createRun({ plan, stack, loadProbe, signal, redact });
  return resultsOf(
    run,
    plan.checks.map(({ id }) => id),
  );
}
