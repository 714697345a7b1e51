import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ProblemError } from '../model/problem.ts';

const NAMES = ['failsafe.yaml', 'failsafe.yml'];

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    entry => entry.isFile(),
    () => false,
  );

/** Where a config is looked for. */
export interface ConfigPlace {
  /** Default: that of the process. */
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/**
 * The absolute path of the config: the file that is named, else FAILSAFE_CONFIG, else failsafe.yaml (or .yml) of the
 * folder or of its nearest parent that has one. A file that is named need not be there.
 *
 * @throws ProblemError CONFIG_FILE_MISSING
 */
export async function findConfigFile(named?: string, place: ConfigPlace = {}): Promise<string> {
  const folder = resolve(place.cwd ?? process.cwd());
  const file = named ?? (place.environment ?? process.env).FAILSAFE_CONFIG;
  if (file) return resolve(folder, file);
  for (let current = folder; ; current = dirname(current)) {
    for (const name of NAMES) {
      if (await isFile(join(current, name))) return join(current, name);
    }
    if (dirname(current) === current) break;
  }
  throw new ProblemError([
    {
      code: 'CONFIG_FILE_MISSING',
      message: `there is no failsafe.yaml in ${folder} or in a folder above it`,
      fix: 'Go to the folder of your application, name the file with --config, or have one written beside your compose file: failsafe init.',
    },
  ]);
}
