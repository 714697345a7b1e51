import type { LoadedConfig } from '../../config/loaded-config.ts';
import { type Problem, ProblemError } from '../../model/problem.ts';
import type { Engine } from '../../runtimes/docker/engine.ts';

/** Where data may be removed only when somebody says so. */
export interface HarmAllowed {
  /** Also where the engine is on another machine. */
  readonly remote?: boolean;
  /** Also where `stack.production` of failsafe.yaml is true. */
  readonly production?: boolean;
}

/**
 * Refuses to remove data where it is likely that somebody else depends on it.
 *
 * @throws ProblemError RESET_REMOTE, RESET_PRODUCTION
 */
export function refuseHarm({ config }: LoadedConfig, engine: Engine, allowed: HarmAllowed): void {
  const problems: Problem[] = [];
  if (!engine.local && !allowed.remote) {
    problems.push({
      code: 'RESET_REMOTE',
      message: `the Docker engine is on another machine: ${engine.uri} (${engine.source})`,
      fix: 'If that is the one you mean, say so with --remote; else unset DOCKER_HOST or choose another docker context.',
    });
  }
  if (config.stack?.production && !allowed.production) {
    problems.push({
      code: 'RESET_PRODUCTION',
      message: `failsafe.yaml says that ${config.project} is in production (stack.production)`,
      fix: 'If its data is really to go, say so with --production.',
    });
  }
  if (problems.length > 0) throw new ProblemError(problems);
}
