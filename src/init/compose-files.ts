import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ProblemError } from '../model/problem.ts';

const BASES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];

const overrideOf = (base: string) => [
  base.replace(/\.ya?ml$/, '.override.yml'),
  base.replace(/\.ya?ml$/, '.override.yaml'),
];

/** The compose file of a folder that compose takes by itself, with the override beside it; none where there is none. */
export function defaultComposeFiles(root: string): string[] {
  const base = BASES.find(name => existsSync(join(root, name)));
  if (base === undefined) return [];
  return [base, ...overrideOf(base).filter(name => existsSync(join(root, name)))];
}

/**
 * The compose files that `docker compose` itself would take in a folder: COMPOSE_FILE, else the first of its names, with
 * the override beside it.
 *
 * @throws ProblemError COMPOSE_FILE_MISSING
 */
export function composeFilesIn(
  root: string,
  environment: Readonly<Record<string, string | undefined>>,
): string[] {
  const { COMPOSE_FILE: named, COMPOSE_PATH_SEPARATOR: separator } = environment;
  if (named) return named.split(separator || ':');
  const found = defaultComposeFiles(root);
  if (found.length > 0) return found;
  throw new ProblemError([
    {
      code: 'COMPOSE_FILE_MISSING',
      message: `there is no compose file in ${root}`,
      expected: BASES.join(', '),
      fix: 'Go to the folder of your application, or name the file with --compose.',
    },
  ]);
}
