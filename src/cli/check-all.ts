import { createRedactor } from '../config/redact.ts';
import { healthChecksOf } from '../engine/extensions/checks-of.ts';
import { loadProbe } from '../engine/load-probe.generated.ts';
import { createPlan } from '../engine/plan.ts';
import { resultsOf } from '../engine/results-of.ts';
import { createRun } from '../engine/run.ts';
import type { Checked } from '../operations/check-step.ts';
import type { OperationContext } from './operate.ts';

/** All checks of the stack that runs, once; without those of logs where these may still tell of what has been mended. */
export async function checkAll(
  { loaded, signal, open }: OperationContext,
  { logs = true } = {},
): Promise<Checked> {
  const plan = createPlan(loaded, await healthChecksOf(loaded));
  const { stack } = await open();
  const redact = createRedactor(loaded.secrets);
  const run = createRun({ plan, stack, loadProbe, signal, redact });
  const ids = plan.checks.filter(({ check }) => logs || check.probe !== 'logs').map(({ id }) => id);
  const { results } = redact.deep(await resultsOf(run, ids));
  const red = results.filter(({ status }) => status === 'fail' || status === 'error');
  return { red, green: results.filter(({ status }) => status === 'pass' || status === 'warn').length };
}
