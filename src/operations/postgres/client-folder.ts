import { globSync } from 'node:fs';
import { delimiter } from 'node:path';
import { execa } from 'execa';
import { ProblemError } from '../../model/problem.ts';
import { TOOL_ENVIRONMENT } from '../../runtimes/processes/postgres/run-tool.ts';

/** Where packages put the clients of several versions side by side: Debian, Red Hat, Homebrew, Postgres.app. */
const PLACES = [
  '/usr/lib/postgresql/*/bin',
  '/usr/pgsql-*/bin',
  '/opt/homebrew/opt/{libpq,postgresql@*}/bin',
  '/usr/local/opt/{libpq,postgresql@*}/bin',
  '/Applications/Postgres.app/Contents/Versions/*/bin',
];

/** The clients of one version of PostgreSQL on this machine. */
export interface ClientFolder {
  readonly folder: string;
  readonly major: number;
}

/** The first number of `pg_dump (PostgreSQL) 15.18 (Debian …)`. */
export const majorOf = (version: string): number => Number(/(\d+)(?:\.\d+|\w*)/.exec(version)?.[1] ?? 0);

async function clientsIn(folder: string): Promise<ClientFolder[]> {
  const { stdout, failed } = await execa(`${folder}/pg_dump`, ['--version'], {
    reject: false,
    timeout: 10_000,
    env: TOOL_ENVIRONMENT,
    extendEnv: false,
  });
  return failed ? [] : [{ folder, major: majorOf(stdout) }];
}

/** All clients that are here. On the PATH of Debian stands a script in front of them, so that they come last. */
export async function localClients(path = process.env.PATH ?? ''): Promise<ClientFolder[]> {
  const folders = [...globSync(PLACES), ...path.split(delimiter).filter(Boolean)];
  const found = await Promise.all([...new Set(folders)].map(clientsIn));
  return found.flat();
}

/**
 * Of the clients that are not older than the server (an older pg_dump refuses it) those that are nearest to it.
 *
 * @throws ProblemError POSTGRES_TOOLS_MISSING
 */
export function clientFor(clients: readonly ClientFolder[], major: number, server: string): ClientFolder {
  const [nearest] = clients.filter(client => client.major >= major).toSorted((a, b) => a.major - b.major);
  if (nearest !== undefined) return nearest;
  throw new ProblemError([
    {
      code: 'POSTGRES_TOOLS_MISSING',
      message: `there is no pg_dump here that can read ${server}, which is PostgreSQL ${major}`,
      expected: `pg_dump, pg_restore and psql of version ${major} or later`,
      got: clients.map(client => `version ${client.major} in ${client.folder}`).join(', ') || 'none at all',
      fix: `Install the package postgresql-client-${major} (Homebrew: libpq). A server that is a service of the compose file needs none: those in its container are taken.`,
    },
  ]);
}
