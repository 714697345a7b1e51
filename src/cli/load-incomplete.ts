import { loadConfig } from '../config/load.ts';
import type { LoadedConfig } from '../config/loaded-config.ts';
import { type Problem, ProblemError } from '../model/problem.ts';
import type { RuntimeName } from '../model/stack.ts';

/** A failsafe.yaml whose variables may not all be set yet. */
export interface IncompleteConfig {
  readonly loaded: LoadedConfig;
  /** What is missing. */
  readonly problems: readonly Problem[];
}

const UNSET = /variable (\w+) is (?:unset|not set)/;
const PLACEHOLDER = 'not-set-yet';

/**
 * Loads failsafe.yaml also where variables are not set yet: what is looked at does not need their values.
 *
 * @throws ProblemError when it has other flaws
 */
export async function loadIncomplete(file?: string, runtime?: RuntimeName): Promise<IncompleteConfig> {
  try {
    return { loaded: await loadConfig({ file, runtime }), problems: [] };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { problems } = error;
    const names = problems.map(({ message }) => UNSET.exec(message)?.[1]);
    if (!names.every(name => name !== undefined)) throw error;
    const environment = { ...process.env, ...Object.fromEntries(names.map(name => [name, PLACEHOLDER])) };
    return { loaded: await loadConfig({ file, runtime, environment }), problems };
  }
}
