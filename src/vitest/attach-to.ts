import type { LoadedConfig } from '../config/loaded-config.ts';
import { withoutStack } from '../engine/without-stack.ts';
import type { Stack, StackHandle } from '../model/stack.ts';
import { selectRuntime } from '../runtimes/select-runtime.ts';

/** The stack that the set-up has started or found, where something needs one. */
export async function attachTo(loaded: LoadedConfig, handle: StackHandle | undefined): Promise<Stack> {
  if (handle === undefined) return withoutStack(loaded.runtime, loaded.config.project);
  return (await selectRuntime(loaded.runtime)).attach(loaded, handle);
}
