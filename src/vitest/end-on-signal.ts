import type { Vitest } from 'vitest/node';
import { cancelOnSignal } from '../cli/cancel-on-signal.ts';

/**
 * Turns the first Ctrl-C (or SIGTERM, SIGHUP) into an orderly end: what the looks have made in the application is removed,
 * and the report says that the run was stopped.
 */
export function endOnSignal(vitest: Vitest): ReturnType<typeof cancelOnSignal> {
  // Vitest's own leave at once
  for (const name of ['SIGINT', 'SIGTERM']) process.removeAllListeners(name);
  const cancel = cancelOnSignal();
  cancel.signal.addEventListener('abort', async () => {
    // The reporter has its own opinion of it
    process.once('exit', () => {
      process.exitCode = cancel.exitCode;
    });
    await vitest.cancelCurrentRun('keyboard-input');
    await vitest.exit(true);
  });
  return cancel;
}
