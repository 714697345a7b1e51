import { ProblemError } from '../../model/problem.ts';
import type { Step } from '../step.ts';
import type { PlannedEnvironment } from './plan-environment.ts';
import { shownEnvironment, writeEnvironment } from './write-environment.ts';

/** The step that writes what is missing; what is set already stays as it is. */
export function environmentStep(planned: PlannedEnvironment): Step {
  const { file, text, isNew, unknown, kept } = planned;
  const shown = shownEnvironment(planned);
  const acts = text === undefined ? [] : [`${isNew ? 'write' : 'append to'} ${file}: ${shown}`];
  return {
    id: 'environment',
    title: 'set the variables of the environment',
    acts,
    async run() {
      if (unknown.length > 0) {
        throw new ProblemError([
          {
            code: 'ENVIRONMENT_INCOMPLETE',
            message: `${unknown.join(', ')} ${unknown.length === 1 ? 'is' : 'are'} not set, and nobody can make up a value`,
            causes: kept.map(name => `${name} opens a database that has its volume already`),
            fix: `Set ${unknown.length === 1 ? 'it' : 'them'} in ${file}.`,
          },
        ]);
      }
      if (text === undefined) return 'all are set';
      const note = await writeEnvironment(planned);
      return [`${shown} in ${file}`, note].filter(Boolean).join('; ');
    },
  };
}
