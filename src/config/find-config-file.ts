import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ProblemError } from '../model/problem.ts';

const NAMES = ['failsafe.yaml', 'failsafe.yml'];

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    entry => entry.isFile(),
    () => false,
  );

/**
 * The failsafe.yaml (or .yml) of a folder or of its nearest parent that has one.
 *
 * @throws ProblemError CONFIG_FILE_MISSING
 */
export async function findConfigFile(folder: string): Promise<string> {
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
      fix: 'Go to the folder of your application, or name the file with --config.',
    },
  ]);
}
