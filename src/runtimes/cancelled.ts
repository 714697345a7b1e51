import { ProblemError } from '../model/problem.ts';

/** What a run that is cancelled while it starts ends with. */
export const cancelled = () =>
  new ProblemError([{ code: 'CANCELLED', message: 'the run was cancelled while the stack was started' }]);
