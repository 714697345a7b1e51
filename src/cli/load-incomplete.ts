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

/** The variable that a problem is about; an empty text for the environment file as a whole. */
function missingIn({ code, message }: Problem): string | undefined {
  if (code === 'CONFIG_FILE_MISSING' && message.startsWith('the file of stack.env')) return '';
  return UNSET.exec(message)?.[1];
}

/**
 * Loads failsafe.yaml, or `text` in its place, also where variables are not set yet: what is looked at does not need their values.
 *
 * @throws ProblemError when it has other flaws
 */
export async function loadIncomplete(
  file?: string,
  runtime?: RuntimeName,
  text?: string,
): Promise<IncompleteConfig> {
  const problems: Problem[] = [];
  let environment: Readonly<Record<string, string | undefined>> = process.env;
  let stackEnvironment: Readonly<Record<string, string>> | undefined;
  for (;;) {
    try {
      return { loaded: await loadConfig({ file, runtime, environment, stackEnvironment, text }), problems };
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      const names = error.problems.map(missingIn).filter(name => name !== undefined);
      const known = names.every(name => (name === '' ? stackEnvironment : environment[name]) !== undefined);
      if (names.length < error.problems.length || known) throw error;
      problems.push(...error.problems);
      if (names.includes('')) stackEnvironment = {};
      environment = {
        ...environment,
        ...Object.fromEntries(names.filter(Boolean).map(name => [name, PLACEHOLDER])),
      };
    }
  }
}
