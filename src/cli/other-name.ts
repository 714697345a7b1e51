import type { LoadedConfig } from '../config/loaded-config.ts';
import type { StackHandle } from '../model/stack.ts';

/** The compose project that is looked at, where failsafe.yaml gives the deployment another name: nobody shall mistake it. */
export function otherName(
  { config, runtime }: Pick<LoadedConfig, 'config' | 'runtime'>,
  handle: StackHandle | undefined,
): string | undefined {
  return runtime !== 'compose' || handle?.project === config.project ? undefined : handle?.project;
}
