import type { StackHandle } from '../model/stack.ts';
import { dockerHands } from './docker-hands.ts';
import { processHands } from './process-hands.ts';

/** What can be done to a service of an isolated stack, whatever the runtime. */
export interface ServiceHands {
  /** Ends it at once, as SIGKILL does; nothing starts it again. */
  kill(service: string): Promise<void>;
  pause(service: string): Promise<void>;
  resume(service: string): Promise<void>;
  /** Starts what was killed, and waits until it is ready. */
  start(service: string): Promise<void>;
  /** Writes lines into its log, as if it had said them. */
  say(service: string, lines: readonly string[]): Promise<void>;
}

/** The hands on a stack that somebody started. */
export const handsFor = (handle: StackHandle): ServiceHands =>
  handle.runtime === 'processes' ? processHands(handle) : dockerHands(handle);
