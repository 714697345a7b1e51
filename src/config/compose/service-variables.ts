import { resolve } from 'node:path';
import { parseEnvFile } from '../env-file.ts';
import { isMap } from '../is-map.ts';
import { readText } from '../read-text.ts';
import type { RawService } from './compose-merge.ts';
import type { Lookup } from './compose-variables.ts';

const pathOf = (entry: unknown): string | undefined => {
  const path = isMap(entry) ? entry.path : entry;
  return typeof path === 'string' ? path : undefined;
};

/** Without a value a variable is handed on from where compose runs. */
function declared(environment: unknown, lookup: Lookup): [string, string | undefined][] {
  if (isMap(environment)) {
    return Object.entries(environment).map(([name, value]) => [
      name,
      value === null || value === undefined ? lookup(name) : String(value),
    ]);
  }
  return (Array.isArray(environment) ? environment : []).map(item => {
    const [name = '', ...value] = String(item).split('=');
    return [name, String(item).includes('=') ? value.join('=') : lookup(name)];
  });
}

/**
 * The variables that a compose file gives a service: those of `env_file`, and over them those of `environment`. A file
 * that is not there gives none.
 *
 * @param folder of the compose file
 */
export async function serviceVariables(
  raw: RawService,
  folder: string,
  lookup: Lookup,
): Promise<Readonly<Record<string, string>>> {
  const variables: Record<string, string> = {};
  for (const entry of [raw.env_file ?? []].flat()) {
    const path = pathOf(entry);
    const content = path === undefined ? undefined : await readText(resolve(folder, path));
    if (content !== undefined && 'text' in content) {
      Object.assign(variables, parseEnvFile(content.text, path ?? '').variables);
    }
  }
  for (const [name, value] of declared(raw.environment, lookup)) {
    if (value !== undefined) variables[name] = value;
  }
  return variables;
}
