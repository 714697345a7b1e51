import type { Problem } from '../model/problem.ts';
import { cancelOnSignal } from './cancel-on-signal.ts';
import { problemsOf } from './problems-of.ts';

/** What came of a work that people may stop. */
export interface Attempt<T> {
  readonly value: T;
  /** What kept it from its end, that it was stopped first. */
  readonly problems: readonly Problem[];
  /** The conventional exit code of the signal that stopped it. */
  readonly exitCode?: number;
}

/**
 * Does a work that a report tells of, until its end, what it fails of, or Ctrl-C; `nothing` stands for what it does not give.
 * `before` are problems that were there when it began.
 *
 * @throws what is no `ProblemError`
 */
export async function attempt<T>(
  nothing: T,
  work: (signal: AbortSignal) => Promise<T>,
  before: readonly Problem[] = [],
): Promise<Attempt<T>> {
  const cancel = cancelOnSignal();
  const outcome = async (): Promise<Attempt<T>> => {
    try {
      return { value: await work(cancel.signal), problems: before };
    } catch (error) {
      return { value: nothing, problems: [...before, ...problemsOf(error, cancel.signal)] };
    } finally {
      cancel.release();
    }
  };
  const { value, problems } = await outcome();
  const { problem, exitCode } = cancel;
  return { value, problems: problem === undefined ? problems : [problem, ...problems], exitCode };
}
