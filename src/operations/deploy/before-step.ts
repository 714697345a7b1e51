import { ProblemError } from '../../model/problem.ts';
import { type Checked, problemOf } from '../check-step.ts';
import type { Step } from '../step.ts';

/**
 * Plans to look at what serves before it is replaced: what is red already is put into `before`, and a database that is
 * ahead of the code to be deployed is refused.
 */
export const beforeStep = (check: () => Promise<Checked>, before: Set<string>): Step => ({
  id: 'before',
  title: 'see how the version does that serves now',
  acts: ['failsafe check'],
  async run() {
    const { red, green } = await check();
    const ahead = red.filter(({ code }) => code === 'AHEAD_OF_CODE');
    if (ahead.length > 0) {
      const [problem] = ahead.map(problemOf);
      throw new ProblemError([
        {
          code: 'DEPLOY_SCHEMA_AHEAD',
          message: 'the database has migrations that the code to be deployed does not know',
          causes: problem === undefined ? [] : [problem.message],
          expected: problem?.expected,
          got: problem?.got,
          fix: 'Deploy a version that has them, or take them back by the tool that made them. Nothing that runs was changed.',
        },
      ]);
    }
    for (const one of red) before.add(one.id);
    return red.length === 0
      ? `${green} passed`
      : `${red.length} red already, which does not count against the new version: ${red.map(one => one.id).join(', ')}`;
  },
});
