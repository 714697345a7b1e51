import { defineCheck } from '../check.ts';
import { fail, pass, skip } from '../verdict.ts';
import { type AuthExpectation, onAuth } from './instance.ts';
import { evidenceOf, isLimited, judgeUnanswered, stepOf, told } from './judge-step.ts';
import { type StepCode, stepCodes } from './step-codes.ts';

/** Whether a user can be registered only once. */
export const check = defineCheck<'auth', AuthExpectation, StepCode | 'DUPLICATE_ACCEPTED'>({
  id: 'auth.duplicate',
  level: 'auth',
  severity: 'error',
  title: 'The same user cannot register twice',
  why: 'Two accounts with one name let a stranger take over a name; an exception on it is an outage anybody can cause.',
  source: 'ASVS 5.0 6.1',
  probe: 'auth',
  codes: {
    ...stepCodes,
    SERVER_ERROR: {
      title: 'A second registration makes the service fail with 5xx',
      cause: 'The unique constraint of the database is hit and nobody handles it.',
      fix: 'Handle the violation (SQLSTATE 23505) and answer 400 or 409.',
    },
    DUPLICATE_ACCEPTED: {
      title: 'The same user was registered twice',
      cause: 'There is no unique constraint, or the registration overwrites what is there.',
      fix: 'Add a unique constraint on the name and the address, and answer 400 or 409.',
    },
  },
  instances: loaded => onAuth(loaded, ['register', 'whoami'], auth => auth.register !== undefined),
  evaluate(seen) {
    const step = stepOf(seen, 'duplicate');
    if (step.did !== 'answered') return judgeUnanswered(step, 'the second registration');
    if (isLimited(step)) return skip('the second registration was limited (429)');
    const details = { expected: '400 or 409', got: told(step), evidence: evidenceOf(step) };
    const { status } = step.answer;
    if (status >= 500) return fail('SERVER_ERROR', `the second registration got ${told(step)}`, details);
    if (status >= 400) return pass(`the second registration was refused with ${status}`, { status });
    return fail('DUPLICATE_ACCEPTED', `the second registration got ${told(step)}`, details);
  },
});
