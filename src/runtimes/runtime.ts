import type { LoadedConfig } from '../config/loaded-config.ts';
import type { Progress, Stack, StackHandle, StartedStack } from '../model/stack.ts';

/** How a run may be watched and cancelled while the stack starts. */
export interface StartOptions {
  /** Aborting ends the start and removes what it made so far. */
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** Brings a stack up, or finds it, and attaches to it. All failures are `ProblemError`s that say what to do. */
export interface Runtime {
  start(loaded: LoadedConfig, options: StartOptions): Promise<StartedStack>;
  /** Works from any process or thread of this machine. */
  attach(loaded: LoadedConfig, handle: StackHandle): Promise<Stack>;
}
