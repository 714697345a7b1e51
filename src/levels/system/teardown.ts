import type { FlowObservation } from '../../model/observations/flow.ts';
import { defineCheck } from '../check.ts';
import { fail, pass, skip } from '../verdict.ts';
import { onFlows } from './instance.ts';
import { judgeStep } from './judge-attempt.ts';

/** The flow went through, statements were all that was to be done afterwards, and none changed a row. */
function removedNothing({ steps, notRun, teardown }: FlowObservation): boolean {
  const last = steps.at(-1);
  const whole = notRun.length === 0 && last !== undefined && judgeStep(last) === undefined;
  return whole && teardown.every(({ rows }) => rows === 0);
}

/** Whether a flow leaves nothing behind. */
export const check = defineCheck<'flow', Record<string, never>, 'LEFT_BEHIND' | 'REMOVED_NOTHING'>({
  id: 'system.teardown',
  level: 'system',
  severity: 'error',
  title: 'The flow leaves nothing behind',
  why: 'A check that leaves rows behind in every run becomes the fault that it looks for.',
  probe: 'flow',
  codes: {
    LEFT_BEHIND: {
      title: 'Something could not be removed',
      cause: 'A step of the teardown failed or was refused.',
      fix: 'Remove by hand what the evidence names; correct the step.',
    },
    REMOVED_NOTHING: {
      title: 'The teardown removed nothing',
      cause:
        'The flow made something, and no statement of the teardown changed a row: it looks for something else.',
      fix: 'Remove by hand what the evidence names; correct the statement and its `params`.',
    },
  },
  instances: loaded => onFlows(loaded, ({ teardown }) => teardown !== undefined),
  evaluate(seen) {
    const { teardown, created, variables } = seen;
    if (!created) return skip('the flow made nothing that would have to be removed');
    const left = teardown.flatMap(step => {
      const trouble = judgeStep(step);
      return trouble === undefined ? [] : [`${step.name} (${step.what}): ${trouble.message}`];
    });
    const [first] = left;
    if (first !== undefined) {
      return fail('LEFT_BEHIND', first, {
        expected: 'all removed',
        evidence: { left, variables: { ...variables } },
      });
    }
    if (!removedNothing(seen)) return pass(`${teardown.length} steps of the teardown are done`);
    return fail('REMOVED_NOTHING', 'no statement of the teardown changed a row', {
      expected: 'at least one row',
      got: '0 rows',
      evidence: { variables: { ...variables } },
    });
  },
});
