import { formatDuration } from '../../config/units.ts';
import type { FlowObservation, FlowStepSeen } from '../../model/observations/flow.ts';
import type { Mark } from '../../model/verdict.ts';
import { defineCheck } from '../check.ts';
import { count } from '../count.ts';
import { markOf, silence } from '../mark-of.ts';
import { error, fail, pass, warn } from '../verdict.ts';
import { type FlowCode, flowCodes } from './flow-codes.ts';
import { onFlows } from './instance.ts';
import { judgeStep, stepEvidence } from './judge-attempt.ts';

const evidenceOf = ({ steps, notRun }: FlowObservation) => ({
  steps: steps.map(stepEvidence),
  ...(notRun.length > 0 && { notRun: [...notRun] }),
});

const slowSteps = (steps: readonly FlowStepSeen[]) =>
  steps.flatMap(({ name, attempts }) => {
    const last = attempts.at(-1);
    const warnings = last?.outcome === 'answered' ? last.mismatches.filter(({ warning }) => warning) : [];
    return warnings.map(({ message }) => `${name}: ${message}`);
  });

function judgeWhole(seen: FlowObservation) {
  const { steps } = seen;
  const total = steps
    .flatMap(({ attempts }) => attempts)
    .reduce((sum, { durationMs }) => sum + durationMs, 0);
  const retried = steps.filter(({ attempts }) => attempts.length > 1);
  const again = retried.map(({ name, attempts }) => `${name} at look ${attempts.length}`).join(', ');
  const message = `${count(steps.length, 'step')} in ${formatDuration(total)}${again === '' ? '' : `; passed after retries: ${again}`}`;
  const [slow] = slowSteps(steps);
  const evidence = evidenceOf(seen);
  return slow === undefined ? pass(message, evidence) : warn('SLOW_STEP' as const, slow, { evidence });
}

function markOfStep({ attempts }: FlowStepSeen): Mark | undefined {
  const last = attempts.at(-1);
  if (last?.outcome === 'failed' && last.code === 'TIMEOUT') return silence;
  return last?.outcome === 'answered' && last.answer ? markOf(last.answer) : undefined;
}

/** Whether what is put in at one end comes out at the other. */
export const check = defineCheck<'flow', Record<string, never>, FlowCode | 'SLOW_STEP' | 'NOTHING_DONE'>({
  id: 'system.flow',
  level: 'system',
  severity: 'error',
  title: 'The whole chain does its work',
  why: 'Each part can be well while what a user does never arrives: only a walk through all of it shows that.',
  probe: 'flow',
  codes: {
    ...flowCodes,
    SLOW_STEP: {
      title: 'A step was slow',
      cause: 'The step works but takes longer than its `latency.warn`.',
      fix: 'Look for what is slow with the performance of the single endpoint.',
    },
    NOTHING_DONE: {
      title: 'No step was done',
      cause: 'The run was stopped before the first step.',
      fix: 'Run again.',
    },
  },
  instances: loaded => onFlows(loaded),
  evaluate(seen) {
    const { steps, notRun } = seen;
    const last = steps.at(-1);
    if (last === undefined) return error('NOTHING_DONE', 'no step was done');
    const trouble = judgeStep(last);
    if (trouble === undefined) return judgeWhole(seen);
    const { code, message, expected, got } = trouble;
    const looks = last.attempts.length === 1 ? '' : ` at ${last.attempts.length} looks`;
    const rest = notRun.length === 0 ? '' : `; not run: ${notRun.join(', ')}`;
    return fail(code, `step ${last.name} (${last.what})${looks}: ${message}${rest}`, {
      expected,
      got,
      mark: markOfStep(last),
      evidence: { at: [last.name], ...evidenceOf(seen) },
    });
  },
});
