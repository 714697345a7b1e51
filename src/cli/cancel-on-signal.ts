const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Turns the first Ctrl-C (or SIGTERM, SIGHUP) into an orderly end; the second one ends at once. */
export function cancelOnSignal() {
  const controller = new AbortController();
  let exitCode: number | undefined;
  const handlers = Object.entries(EXIT_CODES).map(([name, code]) => {
    const handler = () => {
      if (controller.signal.aborted) process.exit(code);
      exitCode = code;
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
    /** Gives the signals back to their defaults. */
    release() {
      for (const { name, handler } of handlers) process.off(name, handler);
    },
  };
}
