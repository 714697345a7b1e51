import { basename, dirname } from 'node:path';
import { createComposeReader } from '../../config/compose/compose-source.ts';
import { replaceVariables } from '../../config/compose/compose-variables.ts';
import { dotEnv } from '../../config/compose/dot-env.ts';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import { parseCache } from '../../config/parse-cache.ts';
import type { Environment } from '../docker/engine-address.ts';

/** Lower case letters, digits, - and _, starting with a letter or digit: what compose makes of a folder's name. */
const fromFolder = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^-_a-z0-9]/g, '')
    .replace(/^[-_]+/, '');

/** `name:` of the last file that has one. */
async function declaredName(
  { composeFiles: files, root }: Pick<LoadedConfig, 'composeFiles' | 'root'>,
  environment: Environment,
): Promise<string | undefined> {
  const reader = createComposeReader(file => file, parseCache(root));
  const sources = await Promise.all(files.map(file => reader.read(file)));
  const name = sources.findLast(source => source?.name !== undefined)?.name;
  return name && replaceVariables(name, variable => environment[variable]);
}

/**
 * The compose project of a deployment: `stack.project`, else COMPOSE_PROJECT_NAME (of the real environment, of
 * `stack.env`, of the .env beside the compose file), else `name:` of the compose file, else its folder.
 */
export async function projectNameOf(
  loaded: Pick<LoadedConfig, 'composeFiles' | 'root' | 'stackEnvironment'> & {
    readonly config: Pick<LoadedConfig['config'], 'stack'>;
  },
  realEnvironment: Environment,
): Promise<string> {
  const [first] = loaded.composeFiles;
  const directory = first === undefined ? loaded.root : dirname(first);
  const environment = {
    ...dotEnv(directory, realEnvironment),
    ...loaded.stackEnvironment,
    ...realEnvironment,
  };
  return (
    loaded.config.stack?.project ||
    environment.COMPOSE_PROJECT_NAME ||
    (await declaredName(loaded, environment)) ||
    fromFolder(basename(directory))
  );
}
