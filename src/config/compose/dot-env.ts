import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnvFile } from '../env-file.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The variables of the `.env` that compose reads by itself, beside its file; none when there is no such file. */
export function dotEnv(folder: string, environment: Environment): Readonly<Record<string, string>> {
  const file = join(folder, '.env');
  return existsSync(file) ? parseEnvFile(readFileSync(file, 'utf8'), file, environment).variables : {};
}
