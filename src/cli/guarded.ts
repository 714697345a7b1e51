import { problemBlock } from '../../reporters/failure-block.ts';
import { styleFor } from '../../reporters/style.ts';
import { ProblemError } from '../model/problem.ts';

/** Runs a command and sets the exit code it gives; a `ProblemError` is printed for people and gives 2. */
export async function guarded(command: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const blocks = error.problems.map(problem => problemBlock(problem, styleFor(process.stderr)));
    process.stderr.write(`\n${blocks.join('\n\n')}\n\n`);
    process.exitCode = 2;
  }
}
