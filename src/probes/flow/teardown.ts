import type { FlowStepParams, FlowTeardownSeen } from '../../model/observations/flow.ts';
import { ProbeError } from '../../model/probe-error.ts';
import { describe, runStep, type StepTime } from './run-step.ts';
import type { FlowState } from './state.ts';

/** What keeps us from looking must not keep the acts that follow from being done. */
async function doOne(state: FlowState, step: FlowStepParams, time: StepTime): Promise<FlowTeardownSeen> {
  try {
    const { seen, affected } = await runStep(state, step, time);
    const rows = step.kind === 'statement' ? affected : undefined;
    return { ...seen, rows };
  } catch (error) {
    if (!(error instanceof ProbeError)) throw error;
    const { code, message } = error;
    const attempts = [{ outcome: 'failed' as const, code, message, durationMs: 0 }];
    return { name: step.name, what: describe(step), attempts };
  }
}

/** Does all of the teardown, whatever became of the acts before, in a time of its own that no abort shortens. */
export async function tearDown(state: FlowState): Promise<FlowTeardownSeen[]> {
  const { teardown, teardownMs } = state.params;
  const time = {
    signal: AbortSignal.timeout(teardownMs),
    deadline: performance.now() + teardownMs,
    longestMs: teardownMs,
    writes: true,
  };
  const seen: FlowTeardownSeen[] = [];
  for (const step of teardown) seen.push(await doOne(state, step, time));
  return seen;
}
