import type { Vitest } from 'vitest/node';

/**
 * What is thrown where nobody can catch it, by a library or a module of one's own that looks, fails the run and is in its
 * report, as if it were thrown in a spec. Else Node ends the process, and Vitest does for a promise that rejects.
 */
export function guardLooks({ state }: Vitest): Disposable {
  const note = (error: unknown) => state.catchError(error, 'Uncaught Exception');
  // What listens to rejections and throws hands them to who listens to what is thrown; who comes after it does not hear of them
  const rethrow = (error: unknown) => {
    throw error;
  };
  process.on('uncaughtException', note);
  process.prependListener('unhandledRejection', rethrow);
  return {
    [Symbol.dispose]() {
      process.off('uncaughtException', note);
      process.off('unhandledRejection', rethrow);
    },
  };
}
