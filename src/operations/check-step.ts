import { type Problem, ProblemError } from '../model/problem.ts';
import type { CheckResult } from '../model/result.ts';
import type { Step } from './step.ts';

/** What is red after all checks, and how many are not. */
export interface Checked {
  readonly red: readonly CheckResult[];
  readonly green: number;
}

/** A result of a check as a problem that keeps an operation from its end. */
export const problemOf = ({ id, code, message, expected, got, fixes }: CheckResult): Problem => ({
  code,
  message: `${id}: ${message}`,
  expected,
  got,
  fix:
    fixes.map(({ text, command }) => (command === undefined ? text : `${text} ($ ${command})`)).join(' ') ||
    undefined,
});

/** Plans a look at everything, which has to be well. */
export const checkStep = (check: () => Promise<Checked>): Step => ({
  id: 'check',
  title: 'check all that failsafe.yaml declares',
  acts: ['failsafe check'],
  async run() {
    const { red, green } = await check();
    if (red.length > 0) throw new ProblemError(red.map(problemOf));
    return `${green} passed`;
  },
});
