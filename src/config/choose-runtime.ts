import { ProblemError } from '../model/problem.ts';
import { RUNTIMES, type RuntimeName } from '../model/stack.ts';
import { didYouMean } from './did-you-mean.ts';

const isRuntime = (name: string): name is RuntimeName => (RUNTIMES as readonly string[]).includes(name);

/**
 * The runtime that was asked for by option or, else, by FAILSAFE_RUNTIME; undefined leaves it to the file.
 *
 * @throws ProblemError RUNTIME_UNKNOWN
 */
export function chooseRuntime(
  option: string | undefined,
  variable: string | undefined,
): RuntimeName | undefined {
  const name = option || variable;
  if (!name) return undefined;
  if (isRuntime(name)) return name;
  throw new ProblemError([
    {
      code: 'RUNTIME_UNKNOWN',
      message: `there is no runtime "${name}" (${option ? 'asked for by option' : 'from FAILSAFE_RUNTIME'})`,
      expected: `one of ${RUNTIMES.join(', ')}`,
      got: JSON.stringify(name),
      fix: didYouMean(name, RUNTIMES, ''),
    },
  ]);
}
