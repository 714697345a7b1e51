const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Does something short wholly: a signal that comes meanwhile ends the process right after it, as it would have before. */
export async function withoutInterruption<T>(act: () => Promise<T>): Promise<T> {
  let came: NodeJS.Signals | undefined;
  const hold = (signal: NodeJS.Signals) => {
    came ??= signal;
  };
  for (const signal of SIGNALS) process.on(signal, hold);
  try {
    return await act();
  } finally {
    for (const signal of SIGNALS) process.off(signal, hold);
    if (came !== undefined) process.kill(process.pid, came);
  }
}
