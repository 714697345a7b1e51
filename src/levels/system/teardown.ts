import type { FlowObservation } from '../../model/observations/flow.ts';
import type { Verdict } from '../../model/verdict.ts';
import { defineCheck } from '../check.ts';
import { count } from '../count.ts';
import { fail, pass, skip, warn } from '../verdict.ts';
import { mayMake, onFlows } from './instance.ts';
import { judgeStep } from './judge-attempt.ts';

/** The flow went through, statements were all that was to be done afterwards, and none changed a row. */
function removedNothing({ steps, notRun, teardown }: FlowObservation): boolean {
  const last = steps.at(-1);
  const whole = notRun.length === 0 && last !== undefined && judgeStep(last) === undefined;
  return whole && teardown.every(({ rows }) => rows === 0);
}

const troublesOf = (acts: FlowObservation['teardown']): string[] =>
  acts.flatMap(step => {
    const trouble = judgeStep(step);
    return trouble === undefined ? [] : [`${step.name} (${step.what}): ${trouble.message}`];
  });

/** What became of what runs that were killed left behind. */
function judgeEarlier({ teardown, earlier }: FlowObservation): Verdict<'EARLIER_LEFT'> {
  const left = earlier.map(({ acts, variables }) => ({ variables, troubles: troublesOf(acts) }));
  const bad = left.filter(({ troubles }) => troubles.length > 0);
  if (bad.length === 0) {
    const more = earlier.length === 0 ? '' : `, also for ${count(earlier.length, 'run')} that left something`;
    return pass(`the teardown is done: ${count(teardown.length, 'step')}${more}`);
  }
  return warn('EARLIER_LEFT', 'a run that was killed left something behind', {
    evidence: { left: bad.map(({ variables }) => ({ ...variables })), why: bad[0]?.troubles[0] ?? '' },
  });
}

/** Whether a flow leaves nothing behind. */
export const check = defineCheck<
  'flow',
  Record<string, never>,
  'LEFT_BEHIND' | 'REMOVED_NOTHING' | 'EARLIER_LEFT' | 'NO_TEARDOWN'
>({
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
    NO_TEARDOWN: {
      title: 'A flow that writes has no teardown',
      cause: 'What its requests make stays in the application, once for every run.',
      fix: 'Declare `teardown:` with the request or the statement that removes it; `teardown: []` says that there is nothing to remove.',
    },
    EARLIER_LEFT: {
      title: 'A run that was killed left something behind',
      cause: 'It was killed before its teardown, which this run could not do in its place.',
      fix: 'Remove by hand what the evidence names, then its note in .failsafe/unfinished/.',
    },
  },
  instances: loaded =>
    onFlows(loaded, ({ teardown, steps }) =>
      teardown === undefined ? steps.some(step => mayMake(step, loaded.config)) : teardown.length > 0,
    ),
  evaluate(seen) {
    const { teardown, created, variables } = seen;
    if (!created) return skip('the flow made nothing that would have to be removed');
    if (teardown.length === 0) {
      return warn('NO_TEARDOWN', 'the flow makes something in every run, and nothing removes it', {
        expected: 'a teardown',
        got: 'none',
        evidence: { variables: { ...variables } },
      });
    }
    const left = troublesOf(teardown);
    const [first] = left;
    if (first !== undefined) {
      return fail('LEFT_BEHIND', first, {
        expected: 'all removed',
        evidence: { left, variables: { ...variables } },
      });
    }
    if (!removedNothing(seen)) return judgeEarlier(seen);
    return fail('REMOVED_NOTHING', 'no statement of the teardown changed a row', {
      expected: 'at least one row',
      got: '0 rows',
      evidence: { variables: { ...variables } },
    });
  },
});
