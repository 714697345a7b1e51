import { type Problem, ProblemError } from '../model/problem.ts';
import { diskProblem } from './disk-problem.ts';

/**
 * What kept a run from its work. Of a run that was stopped, that it was stopped is no news; what could not be cleaned up is.
 *
 * @throws what is no `ProblemError`, no refusal of the disk, and not the reason of the stop either
 */
export function problemsOf(error: unknown, signal: AbortSignal): readonly Problem[] {
  if (error instanceof ProblemError) return error.problems.filter(({ code }) => code !== 'CANCELLED');
  if (signal.aborted && error === signal.reason) return [];
  const problem = diskProblem(error);
  if (problem === undefined) throw error;
  return [problem];
}
