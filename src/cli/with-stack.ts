import type { LoadedConfig } from '../config/loaded-config.ts';
import { type OpenedStack, openStack } from './open-stack.ts';
import { createProgress, type ProgressDisplay } from './progress.ts';

/** A stack that runs, and where to show what is done with it. */
export interface OpenStack extends Pick<OpenedStack, 'stack' | 'handle' | 'startMs'> {
  readonly progress: ProgressDisplay;
}

/** Starts or finds the stack, lends it, and ends what it started. */
export async function withStack<T>(
  loaded: LoadedConfig,
  signal: AbortSignal,
  use: (open: OpenStack) => Promise<T>,
): Promise<T> {
  const progress = createProgress(process.stderr);
  try {
    await using opened = await openStack(loaded, signal, progress);
    return await use({ ...opened, progress });
  } finally {
    progress.clear();
  }
}
