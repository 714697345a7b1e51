import { isStatic } from '../model/level.ts';
import { checks } from './registry.generated.ts';

/** The checks of a stack that runs: no act on a service mends a file, and no fault of a service breaks one. */
export const healthChecks = checks.filter(({ level }) => !isStatic(level));
