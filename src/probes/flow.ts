import type { FlowStepSeen, FlowTeardownSeen } from '../model/observations/flow.ts';
import type { Probe, ProbeContext } from '../model/probe.ts';
import { isDone, removeEarlier } from './flow/earlier.ts';
import { runStep } from './flow/run-step.ts';
import { type FlowState, findingVariables, lookOf, shownVariables, startFlow } from './flow/state.ts';
import { tearDown } from './flow/teardown.ts';
import { timeIsUp } from './time-is-up.ts';
import { begin } from './unfinished.ts';

/** Of the time of a flow, for one request or statement. */
const STEP_SHARE = 1 / 3;

/** Does the steps up to the first that is not as declared: later ones would stand on a broken base. */
async function runSteps(state: FlowState, context: ProbeContext): Promise<FlowStepSeen[]> {
  const { steps, timeoutMs } = state.params;
  const time = {
    signal: AbortSignal.any([context.signal, AbortSignal.timeout(timeoutMs)]),
    deadline: performance.now() + timeoutMs,
    longestMs: timeoutMs * STEP_SHARE,
    writes: false,
  };
  const done: FlowStepSeen[] = [];
  for (const step of steps) {
    const { seen, good } = await runStep(state, step, time);
    done.push(seen);
    if (!good) break;
  }
  return done;
}

/** Whether the application answers what is sent to it. */
const isAnswered = (steps: readonly FlowStepSeen[]) =>
  steps.every(({ attempts }) => attempts.at(-1)?.outcome === 'answered');

/** Whether a request is still on its way: it got no answer, and there was nothing to remove. */
const mayAppear = (steps: readonly FlowStepSeen[], teardown: readonly FlowTeardownSeen[]) =>
  steps.at(-1)?.attempts.at(-1)?.outcome === 'failed' && teardown.every(({ rows }) => rows === 0);

/** Goes through the whole chain of an application, and removes what it made there. */
export const probe: Probe<'flow'> = {
  id: 'flow',
  writes: true,
  async observe(params, context) {
    const state = startFlow(params, context);
    const variables = shownVariables(state);
    const removes = params.teardown.length > 0;
    const note = removes
      ? await begin(params.root, lookOf(params, context.stack), findingVariables(state))
      : undefined;
    let steps: FlowStepSeen[] = [];
    let teardown: FlowTeardownSeen[] = [];
    let created = false;
    try {
      steps = await runSteps(state, context);
    } finally {
      for (const client of state.clients) client.close();
      created = state.created;
      teardown = await tearDown(state);
    }
    const earlier = removes ? await removeEarlier(state, isAnswered(steps)) : [];
    const gone = !created || (isDone(teardown) && !mayAppear(steps, teardown));
    await (gone ? note?.forget() : note?.leave());
    timeIsUp(context.signal);
    const notRun = params.steps.slice(steps.length).map(({ name }) => name);
    return { steps, notRun, created, teardown, variables, earlier };
  },
};
