import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { parse } from 'yaml';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { Environment } from '../docker/engine-address.ts';

/** Lower case letters, digits, - and _, starting with a letter or digit: what compose makes of a folder's name. */
export const composeProjectName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^-_a-z0-9]/g, '')
    .replace(/^[-_]+/, '');

/** Variables as they may stand in `name:`: $X, ${X}, ${X:-default}, ${X-default}. */
function interpolate(text: string, environment: Environment): string {
  return text.replace(
    /\$(?:\{(\w+)(?::?-([^}]*))?\}|(\w+))/g,
    (_, braced?: string, otherwise?: string, bare?: string) =>
      environment[braced ?? bare ?? ''] || (otherwise ?? ''),
  );
}

function declaredName(files: readonly string[], environment: Environment): string | undefined {
  for (const file of files.toReversed()) {
    if (!existsSync(file)) continue;
    const { name } = (parse(readFileSync(file, 'utf8'), { merge: true }) ?? {}) as { name?: unknown };
    if (typeof name === 'string' && name !== '') return interpolate(name, environment);
  }
  return undefined;
}

function dotEnv(directory: string): Environment {
  const file = join(directory, '.env');
  return existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
}

/**
 * The compose project of a deployment: `stack.project`, else COMPOSE_PROJECT_NAME (of the real environment, of
 * `stack.env`, of the .env beside the compose file), else `name:` of the compose file, else its folder.
 */
export function projectNameOf(loaded: LoadedConfig, realEnvironment: Environment): string {
  const [first] = loaded.composeFiles;
  const directory = first === undefined ? loaded.root : dirname(first);
  const environment = { ...dotEnv(directory), ...loaded.stackEnvironment, ...realEnvironment };
  return (
    loaded.config.stack?.project ||
    environment.COMPOSE_PROJECT_NAME ||
    declaredName(loaded.composeFiles, environment) ||
    composeProjectName(basename(directory))
  );
}
