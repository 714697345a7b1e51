import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { Check } from '../../levels/check.ts';
import { HEALTH_LEVELS, isStatic } from '../../model/level.ts';
import { loadChecks } from '../load-checks.generated.ts';
import { loadExtensions } from './load-extensions.ts';

type Loadable = keyof typeof loadChecks;

/** Whether any check of a level may apply: what a section of its own declares does not without that section. */
function mayApply(level: Loadable, { config, topology }: LoadedConfig): boolean {
  switch (level) {
    case 'connectivity':
      return true;
    case 'containers':
      return topology.services.length > 0;
    case 'files':
      return config.source !== undefined;
    default:
      return config[level] !== undefined;
  }
}

/** Those of failsafe itself that may apply; of other levels no module is loaded. */
export async function builtInChecks(loaded: LoadedConfig): Promise<readonly Check[]> {
  const levels = [...HEALTH_LEVELS, 'files' as const].filter(level => mayApply(level, loaded));
  return (await Promise.all(levels.map(level => loadChecks[level]()))).flat();
}

/**
 * Every check that a config may apply: those of failsafe, and those of its modules.
 *
 * @throws ProblemError what keeps a module from being used
 */
export async function checksOf(loaded: LoadedConfig): Promise<readonly Check[]> {
  const own = await loadExtensions(loaded);
  return [...(await builtInChecks(loaded)), ...own.checks];
}

/** Those of a stack that runs: no act on a service mends a file, and no fault of a service breaks one. */
export const healthChecksOf = async (loaded: LoadedConfig): Promise<readonly Check[]> =>
  (await checksOf(loaded)).filter(({ level }) => !isStatic(level));
