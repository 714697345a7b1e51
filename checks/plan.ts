import { inject, type TestContext, type TestOptions } from 'vitest';
import type { CheckMeta } from '../reporters/vitest.ts';
import { loadConfig } from '../src/config/load.ts';
import { createRedactor } from '../src/config/redact.ts';
import { createPlan } from '../src/engine/plan.ts';
import type { PlannedCheck } from '../src/engine/planned-check.ts';
import { checks, loadProbe } from '../src/engine/registry.generated.ts';
import { rootOf } from '../src/engine/results-of.ts';
import { createRun } from '../src/engine/run.ts';
import type { Level } from '../src/model/level.ts';
import { selectRuntime } from '../src/runtimes/select-runtime.ts';

const loaded = await loadConfig({});
const plan = createPlan(loaded, checks);
const redact = createRedactor();
for (const secret of loaded.secrets) redact.keep(secret.reveal());
const runtime = await selectRuntime(loaded.runtime);
const stack = await runtime.attach(loaded, inject('stackHandle'));
const run = createRun({ plan, stack, loadProbe, signal: new AbortController().signal, redact });
await run.prepare(plan.checks.map(({ id }) => id));

/** The checks of one level, in the order of failsafe.yaml. */
export const checksOf = (level: Level): readonly PlannedCheck[] =>
  plan.checks.filter(check => check.level === level);

/** A check as the options of a test. Vitest retries nothing: `eventually` of failsafe.yaml does, and says so. */
export const optionsOf = (check: PlannedCheck): TestOptions => ({
  tags: [...check.tags],
  retry: 0,
  concurrent: true,
});

/** Fails the test unless the check passes; leaves the result where the reporter finds it. */
export async function verify(check: PlannedCheck, context: TestContext): Promise<void> {
  const result = await run.result(check.id);
  const meta: CheckMeta = { result, root: await rootOf(run, result) };
  context.task.meta.failsafe = meta;
  if (result.status === 'skip') context.skip(result.message);
  if (result.status === 'pass' || result.status === 'warn') return;
  const error = new Error(`${result.code}: ${result.message}`);
  error.stack = error.message;
  throw error;
}
