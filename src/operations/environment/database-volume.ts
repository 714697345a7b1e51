import { execa } from 'execa';
import { isMap } from '../../config/is-map.ts';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import { projectNameOf } from '../../runtimes/compose/project-name.ts';

/** Variables of the images of databases that are only read when the volume is empty. */
const FIRST_START = /^(?:POSTGRES|MYSQL|MARIADB|MONGO_INITDB)_(?:ROOT_)?PASSWORD$/;
const REFERENCE = /\$\{?([A-Za-z_]\w*)/g;
const TIMEOUT_MS = 5000;

function* pairsIn(environment: unknown): Generator<[name: string, value: string]> {
  if (Array.isArray(environment)) {
    for (const item of environment) {
      const [name = '', ...value] = String(item).split('=');
      yield [name, value.length === 0 ? `$${name}` : value.join('=')];
    }
  } else if (isMap(environment)) {
    for (const [name, value] of Object.entries(environment)) yield [name, String(value ?? `$${name}`)];
  }
}

/** Variables that compose files hand to databases as their first password. */
export function databasePasswords(composeFiles: readonly unknown[]): string[] {
  const services = composeFiles.flatMap(file =>
    isMap(file) && isMap(file.services) ? Object.values(file.services) : [],
  );
  const pairs = services.flatMap(service => (isMap(service) ? [...pairsIn(service.environment)] : []));
  const values = pairs.filter(([name]) => FIRST_START.test(name)).map(([, value]) => value);
  return [...new Set(values.flatMap(value => [...value.matchAll(REFERENCE)].map(([, name = '']) => name)))];
}

/** Whether the engine has a volume of this project. Without an engine there is none. */
export async function hasDatabaseVolume(sources: {
  readonly folder: string;
  readonly composeFiles: readonly string[];
  readonly document?: unknown;
}): Promise<boolean> {
  const { folder, composeFiles, document } = sources;
  const stack = isMap(document) && isMap(document.stack) ? document.stack : undefined;
  const config = { stack: stack as LoadedConfig['config']['stack'] };
  const loaded = { config, composeFiles, root: folder, stackEnvironment: {} };
  const project = await projectNameOf(loaded, process.env);
  const filter = `label=com.docker.compose.project=${project}`;
  const command = ['volume', 'ls', '--quiet', '--filter', filter];
  const { failed, stdout } = await execa('docker', command, { reject: false, timeout: TIMEOUT_MS });
  return !failed && stdout.trim() !== '';
}
