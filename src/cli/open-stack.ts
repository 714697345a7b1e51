import type { LoadedConfig } from '../config/loaded-config.ts';
import { createRedactor } from '../config/redact.ts';
import type { Stack, StackHandle } from '../model/stack.ts';
import { selectRuntime } from '../runtimes/select-runtime.ts';
import type { ProgressDisplay } from './progress.ts';

/** A stack that runs. Its disposal ends what was started. */
export interface OpenedStack extends AsyncDisposable {
  readonly stack: Stack;
  readonly handle: StackHandle;
  /** Milliseconds that it took to start, or to be found. */
  readonly startMs: number;
}

/** Starts or finds the stack. */
export async function openStack(
  loaded: LoadedConfig,
  signal: AbortSignal,
  progress: ProgressDisplay,
): Promise<OpenedStack> {
  const redact = createRedactor(loaded.secrets);
  const runtime = await selectRuntime(loaded.runtime);
  const startedAt = performance.now();
  const started = await runtime.start(loaded, {
    signal,
    progress: message => progress.line(redact.text(message)),
  });
  const { handle } = started;
  try {
    const startMs = Math.round(performance.now() - startedAt);
    const stack = await runtime.attach(loaded, handle);
    return {
      stack,
      handle,
      startMs,
      async [Symbol.asyncDispose]() {
        try {
          await stack.close();
        } finally {
          await started.stop();
        }
      },
    };
  } catch (error) {
    await started.stop();
    throw error;
  }
}
