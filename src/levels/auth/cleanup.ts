import type { HttpExpectation } from '../../config/schema/expectation.ts';
import { judgeHttp } from '../../matching/judge-http.ts';
import type { AuthCleanupSeen, AuthObservation } from '../../model/observations/auth.ts';
import type { Verdict } from '../../model/verdict.ts';
import { defineCheck } from '../check.ts';
import { count } from '../count.ts';
import { markOf } from '../mark-of.ts';
import { fail, pass, skip, warn } from '../verdict.ts';
import { type AuthExpectation, onAuth } from './instance.ts';
import { stepOf, told } from './judge-step.ts';

/** Why an act of the clean-up did not do its work; undefined when it did. */
function trouble({ act, failure, step }: AuthCleanupSeen, wasThere: boolean): string | undefined {
  if (failure !== undefined) return `${act}: ${failure}`;
  if (step === undefined) return undefined;
  if (step.did === 'nothing') return `${act}: ${step.reason}`;
  if (step.did === 'failed') return `${act}: ${step.message}`;
  if (!wasThere && step.answer.status === 404) return undefined;
  const { schema: _, ...declared } = (step.expect ?? {}) as HttpExpectation;
  if (Object.keys(declared).length > 0) {
    const [first] = judgeHttp(step.answer, declared).filter(({ warning }) => !warning);
    return first && `${act}: ${first.message}`;
  }
  return step.answer.status < 300 ? undefined : `${act}: answered ${told(step)}`;
}

/** Whether the user was there at all: the login let them in. */
const existed = ({ steps }: AuthObservation) => steps.login?.did === 'answered' && steps.login.granted;

/** Whether statements were all that was to be done, and none removed a row. */
const removedNothing = ({ cleanup }: AuthObservation) => cleanup.acts.every(({ rows }) => rows === 0);

/** Whether the removed user can still log in, where the login asks who exists at all. */
function stillThere(seen: AuthObservation): boolean {
  const granted = (name: 'removed' | 'unknown-user') => {
    const step = stepOf(seen, name);
    return step.did === 'answered' && step.granted;
  };
  return granted('removed') && !granted('unknown-user');
}

/** What became of the test users of runs that were killed. */
function judgeEarlier({ cleanup: { earlier } }: AuthObservation): Verdict<'EARLIER_LEFT'> {
  const left = earlier.filter(({ acts }) => acts.some(({ failure }) => failure !== undefined));
  if (left.length === 0) {
    const more =
      earlier.length === 0 ? '' : `, and so were those of ${count(earlier.length, 'run')} that left theirs`;
    return pass(`the test user was removed${more}`);
  }
  return warn('EARLIER_LEFT', 'a run that was killed left its test user behind', {
    evidence: { users: left.map(({ user }) => user), why: left[0]?.acts[0]?.failure ?? '' },
  });
}

/** Whether the test user is gone. */
export const check = defineCheck<'auth', AuthExpectation, 'NOT_REMOVED' | 'STILL_THERE' | 'EARLIER_LEFT'>({
  id: 'auth.cleanup',
  level: 'auth',
  severity: 'error',
  title: 'Nothing of the test user is left behind',
  why: 'Checks that leave a user behind in every run fill the database with accounts that nobody owns.',
  probe: 'auth',
  codes: {
    NOT_REMOVED: {
      title: 'The test user could not be removed',
      cause: 'A step of `auth.cleanup` failed, removed nothing, or was refused.',
      fix: 'Correct `auth.cleanup`; remove the user that is named in the evidence by hand.',
    },
    STILL_THERE: {
      title: 'The test user can still log in after the clean-up',
      cause: 'The clean-up went through but removes another user, another table, or only marks the user.',
      fix: 'Correct `auth.cleanup`; remove the user that is named in the evidence by hand.',
    },
    EARLIER_LEFT: {
      title: 'A run that was killed left its test user behind',
      cause: 'It was killed before its clean-up, which this run could not do in its place.',
      fix: 'Remove the users that are named in the evidence by hand, then their notes in .failsafe/unfinished/.',
    },
  },
  instances: loaded => onAuth(loaded, [], auth => auth.register !== undefined),
  evaluate(seen) {
    const { needed, acts, user } = seen.cleanup;
    if (!needed) return skip('nothing was registered');
    const troubles = acts.flatMap(({ step, ...act }) => {
      const why = trouble({ step, ...act }, existed(seen));
      return why === undefined ? [] : [{ why, step }];
    });
    const [first] = troubles;
    if (first !== undefined) {
      const evidence = { user, left: troubles.map(({ why }) => why) };
      const { why, step } = first;
      const mark = step?.did === 'answered' ? markOf({ ...step.answer, page: false }) : undefined;
      return fail('NOT_REMOVED', why, { expected: 'removed', evidence, mark });
    }
    if (existed(seen) && removedNothing(seen)) {
      return fail('NOT_REMOVED', 'no statement of the clean-up removed a row', {
        expected: 'at least one row',
        got: '0 rows',
        evidence: { user, acts: acts.map(({ act }) => act) },
      });
    }
    if (!stillThere(seen)) return judgeEarlier(seen);
    return fail('STILL_THERE', 'the test user can still log in after the clean-up', {
      expected: 'a refusal',
      got: 'a session',
      evidence: { user },
    });
  },
});
