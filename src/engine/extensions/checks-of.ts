import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { Check } from '../../levels/check.ts';
import { isStatic } from '../../model/level.ts';
import { checks } from '../registry.generated.ts';
import { loadExtensions } from './load-extensions.ts';

/**
 * Every check that a config may apply: those of failsafe, and those of its modules.
 *
 * @throws ProblemError what keeps a module from being used
 */
export async function checksOf(loaded: LoadedConfig): Promise<readonly Check[]> {
  const own = await loadExtensions(loaded);
  return own.checks.length === 0 ? checks : [...checks, ...own.checks];
}

/** Those of a stack that runs: no act on a service mends a file, and no fault of a service breaks one. */
export const healthChecksOf = async (loaded: LoadedConfig): Promise<readonly Check[]> =>
  (await checksOf(loaded)).filter(({ level }) => !isStatic(level));
