import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type FoundDatabase, MAINTENANCE } from '../postgres/find-server.ts';
import { ProgramFailure, runProgram } from '../postgres/run-program.ts';
import type { Manifest } from './manifest.ts';

const FLAGS = ['--globals-only', '--no-password', `--database=${MAINTENANCE}`];
/** Only superusers may read passwords; on a server that somebody else runs nobody is one. */
const WITHOUT_PASSWORDS = [...FLAGS, '--no-role-passwords'];

/** Writes the roles of a server into the folder; a server that keeps them to itself is passed over. */
export async function dumpGlobals(
  { server }: FoundDatabase,
  folder: string,
  application: string,
  signal: AbortSignal,
): Promise<Manifest['globals']> {
  const file = `${server.name.replaceAll(/[^\w.-]/g, '_')}.globals.sql`;
  const path = join(folder, file);
  for (const flags of [FLAGS, WITHOUT_PASSWORDS]) {
    try {
      const run = { server, database: MAINTENANCE, application, signal };
      await runProgram('pg_dumpall', flags, { ...run, to: path });
      return [{ server: server.name, file, bytes: (await stat(path)).size }];
    } catch (error) {
      await rm(path, { force: true });
      if (!(error instanceof ProgramFailure)) throw error;
    }
  }
  return [];
}
