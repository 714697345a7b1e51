import { resolve } from 'node:path';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { ComposeScope } from '../docker/printable-command.ts';

/** How a person names the deployment to docker compose. `project` is left out where compose finds it by itself. */
export function composeScope(
  loaded: LoadedConfig,
  project: string | undefined = loaded.config.stack?.project,
): Omit<ComposeScope, 'cli'> {
  const environment = loaded.config.stack?.env;
  return {
    project,
    files: loaded.composeFiles,
    environmentFile: environment === undefined ? undefined : resolve(loaded.root, environment),
  };
}
