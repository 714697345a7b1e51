import type { LoadedConfig } from '../config/loaded-config.ts';
import { createRedactor } from '../config/redact.ts';
import type { Stack, StackHandle } from '../model/stack.ts';
import { selectRuntime } from '../runtimes/select-runtime.ts';
import { createProgress, type ProgressDisplay } from './progress.ts';

/** A stack that runs, and where to show what is done with it. */
export interface OpenStack {
  readonly stack: Stack;
  readonly handle: StackHandle;
  /** Milliseconds that it took to start, or to be found. */
  readonly startMs: number;
  readonly progress: ProgressDisplay;
}

/** Starts or finds the stack, lends it, and ends what it started. */
export async function withStack<T>(
  loaded: LoadedConfig,
  signal: AbortSignal,
  use: (open: OpenStack) => Promise<T>,
): Promise<T> {
  const progress = createProgress(process.stderr);
  const redact = createRedactor(loaded.secrets);
  const runtime = await selectRuntime(loaded.runtime);
  const startedAt = performance.now();
  const started = await runtime.start(loaded, {
    signal,
    progress: message => progress.line(redact.text(message)),
  });
  try {
    const startMs = Math.round(performance.now() - startedAt);
    const { handle } = started;
    const stack = await runtime.attach(loaded, handle);
    const result = await use({ stack, handle, startMs, progress });
    await stack.close();
    return result;
  } finally {
    progress.clear();
    await started.stop();
  }
}
