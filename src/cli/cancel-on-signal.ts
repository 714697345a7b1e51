import type { Problem } from '../model/problem.ts';

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Turns the first Ctrl-C (or SIGTERM, SIGHUP) into an orderly end; the second one ends at once. */
export function cancelOnSignal() {
  const controller = new AbortController();
  let exitCode: number | undefined;
  let problem: Problem | undefined;
  const handlers = Object.entries(EXIT_CODES).map(([name, code]) => {
    const handler = () => {
      if (controller.signal.aborted) process.exit(code);
      exitCode = code;
      problem = {
        code: 'STOPPED',
        message: `the run was stopped by ${name}`,
        fix: 'Run it again; nothing is left of this run.',
      };
      process.stderr.write('\nstopping and cleaning up (again to leave at once)\n');
      controller.abort(new Error(`stopped by ${name}`));
    };
    process.on(name, handler);
    return { name, handler };
  });
  return {
    signal: controller.signal,
    /** The conventional exit code of the signal, once one came. */
    get exitCode() {
      return exitCode;
    },
    /** What a report says of it, once one came. */
    get problem() {
      return problem;
    },
    /** Gives the signals back to their defaults. */
    release() {
      for (const { name, handler } of handlers) process.off(name, handler);
    },
  };
}
