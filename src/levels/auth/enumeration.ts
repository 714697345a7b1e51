import type { AuthAttempt, AuthObservation } from '../../model/observations/auth.ts';
import { defineCheck } from '../check.ts';
import { fail, pass, skip } from '../verdict.ts';
import { type AuthExpectation, onAuth } from './instance.ts';
import { type Answered, isLimited, judgeUnanswered, stepOf, told, worst } from './judge-step.ts';
import { type ReachCode, reachCodes } from './step-codes.ts';

type Code = ReachCode | 'DIFFERENT_STATUS' | 'DIFFERENT_MESSAGE' | 'DIFFERENT_TIME';

const LEAST_SAMPLES = 2;
const LEAST_FACTOR = 3;
const LEAST_DIFFERENCE_MS = 50;

const median = (sorted: readonly number[]) => sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;

/** What an answer says, without what belongs to one user or one request. */
function gist({ answer, byForm }: Answered, user: AuthAttempt['user']): string {
  // Each page has a token of its own, in the attribute of a field
  const said = byForm ? answer.body.replace(/<[^<>]*>/g, ' ') : answer.body;
  const without = Object.values(user).reduce((text, value) => text.replaceAll(value, '?'), said);
  return without
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, '#')
    .replace(/\d+/g, '#')
    .replace(/\s+/g, ' ');
}

/** Whether the times of two kinds of attempts are clearly apart: no overlap, and a factor that no jitter makes. */
function apart(one: readonly number[], other: readonly number[]): string | undefined {
  if (Math.min(one.length, other.length) < LEAST_SAMPLES) return undefined;
  const [fast, slow] = median(one) < median(other) ? [one, other] : [other, one];
  const overlap = Math.min(...slow) <= Math.max(...fast);
  const [quick, late] = [median(fast), median(slow)];
  if (overlap || late < quick * LEAST_FACTOR || late - quick < LEAST_DIFFERENCE_MS) return undefined;
  return `${Math.round(median(one))} ms and ${Math.round(median(other))} ms`;
}

function samples({ attempts }: AuthObservation, name: AuthAttempt['name']) {
  return attempts.flatMap(({ name: its, step, user }) =>
    its === name && step.did === 'answered' && !isLimited(step) ? [{ step, user }] : [],
  );
}

/** Whether the login tells who exists. */
export const check = defineCheck<'auth', AuthExpectation, Code>({
  id: 'auth.enumeration',
  level: 'auth',
  severity: 'warning',
  title: 'The login does not tell which users exist',
  why: 'A list of existing accounts is the first half of guessing passwords.',
  source: 'ASVS 5.0 6.3.8',
  probe: 'auth',
  codes: {
    ...reachCodes,
    DIFFERENT_STATUS: {
      title: 'The status tells whether a user exists',
      cause: 'A wrong password and an unknown user are answered on different paths of the code.',
      fix: 'Answer both alike.',
    },
    DIFFERENT_MESSAGE: {
      title: 'The message tells whether a user exists',
      cause: 'A wrong password and an unknown user have messages of their own.',
      fix: 'Use one message for both: invalid user or password.',
    },
    DIFFERENT_TIME: {
      title: 'The time of the answer tells whether a user exists',
      cause: 'The password is hashed only when the user exists, and hashing takes its time.',
      fix: 'Hash the given password against a fixed hash when the user is unknown.',
    },
  },
  instances: loaded => onAuth(loaded, ['login', 'wrong-password']),
  evaluate(seen) {
    const wrong = samples(seen, 'wrong-password');
    const unknown = samples(seen, 'unknown-user');
    const [one] = wrong;
    const [other] = unknown;
    if (one === undefined || other === undefined) {
      const unseen = (['wrong-password', 'unknown-user'] as const).map(name => stepOf(seen, name));
      const limited = skip('the two kinds of refusals were not both seen');
      return worst(unseen.map(step => (step.did === 'answered' ? limited : judgeUnanswered(step))));
    }
    const expected = 'the same for a wrong password and for an unknown user';
    if (one.step.answer.status !== other.step.answer.status) {
      const got = `${one.step.answer.status} and ${other.step.answer.status}`;
      return fail('DIFFERENT_STATUS', `a wrong password and an unknown user are answered with ${got}`, {
        expected,
        got,
      });
    }
    if (gist(one.step, one.user) !== gist(other.step, other.user)) {
      const got = `${told(one.step)} and ${told(other.step)}`;
      return fail('DIFFERENT_MESSAGE', 'a wrong password and an unknown user have different messages', {
        expected,
        got,
      });
    }
    const times = (found: typeof wrong) =>
      found.map(({ step }) => step.answer.durationMs).sort((a, b) => a - b);
    const got = apart(times(wrong), times(unknown));
    if (got === undefined) return pass('a wrong password and an unknown user are answered alike');
    return fail('DIFFERENT_TIME', `a wrong password and an unknown user take ${got}`, { expected, got });
  },
});
