import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import { takeCensus } from '../postgres/census.ts';
import type { FoundDatabase } from '../postgres/find-server.ts';
import { readMigrationState } from '../postgres/migration-state.ts';
import { withPsql } from '../postgres/psql.ts';
import { runProgram } from '../postgres/run-program.ts';
import type { DatabaseInBackup } from './manifest.ts';

/** Where to, and under which name its sessions are known. */
export interface DumpOptions {
  readonly loaded: LoadedConfig;
  readonly folder: string;
  readonly application: string;
  readonly signal: AbortSignal;
  readonly tell: (status: string) => void;
}

/** What pg_dump is told, beside the snapshot. */
export const DUMP_FLAGS = ['--format=custom', '--no-password', '--lock-wait-timeout=60s'];

/** Dumps a database, and counts what is in it, both from one snapshot: nothing that is written meanwhile makes a difference. */
export async function dumpDatabase(
  { target, server, version }: FoundDatabase,
  { loaded, folder, application, signal, tell }: DumpOptions,
): Promise<DatabaseInBackup> {
  const { database, name } = target;
  const file = `${name}.dump`;
  const path = join(folder, file);
  return withPsql(server, database, application, signal, async psql => {
    await psql.run('begin isolation level repeatable read read only');
    const [row] = await psql.rows<{ snapshot: string }>('select pg_export_snapshot() as snapshot');
    tell(`pg_dump ${database}`);
    const run = { server, database, application, signal };
    await runProgram('pg_dump', [...DUMP_FLAGS, `--snapshot=${row?.snapshot}`], { ...run, to: path });
    const tables = await takeCensus(psql, tell);
    const migration = await readMigrationState(psql, name, loaded, Object.keys(tables));
    const { size } = await stat(path);
    return {
      target: name,
      database,
      server: server.name,
      postgres: version,
      file,
      bytes: size,
      tables,
      migration,
    };
  });
}
