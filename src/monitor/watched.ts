import type { LoadedConfig } from '../config/loaded-config.ts';
import { createRedactor, type Redactor } from '../config/redact.ts';
import { healthChecksOf } from '../engine/extensions/checks-of.ts';
import { createPlan } from '../engine/plan.ts';
import type { Plan } from '../engine/planned-check.ts';
import type { Setup } from './machine/rules.ts';
import { setupOf } from './setup-of.ts';

/** What follows from failsafe.yaml, and changes with it. */
export interface Watched {
  readonly loaded: LoadedConfig;
  readonly plan: Plan;
  readonly setup: Setup;
  readonly redact: Redactor;
}

/** @throws ProblemError what keeps a module or the plan from being used */
export async function watch(loaded: LoadedConfig, dryRun: boolean): Promise<Watched> {
  const plan = createPlan(loaded, await healthChecksOf(loaded));
  return { loaded, plan, setup: setupOf(loaded, plan, dryRun), redact: createRedactor(loaded.secrets) };
}
