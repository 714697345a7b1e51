import { join } from 'node:path';
import pg from 'pg';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { DatabaseInBackup } from '../backup/manifest.ts';
import { differences, takeCensus } from '../postgres/census.ts';
import { APPLICATION, MAINTENANCE } from '../postgres/find-server.ts';
import { readMigrationState } from '../postgres/migration-state.ts';
import { withPsql } from '../postgres/psql.ts';
import { runProgram } from '../postgres/run-program.ts';
import type { PostgresServer } from '../postgres/server.ts';
import { copyProperties, createLike, readProperties } from './database-properties.ts';

/** What is filled, from what, and like what. */
export interface ScratchOptions {
  readonly loaded: LoadedConfig;
  readonly server: PostgresServer;
  /** Name of the database to make. */
  readonly scratch: string;
  /** Its comment. */
  readonly comment: string;
  readonly saved: DatabaseInBackup;
  /** Folder of the backup. */
  readonly folder: string;
  /** The database whose place it may take. */
  readonly live: string;
  readonly signal: AbortSignal;
  readonly tell: (status: string) => void;
}

/** What pg_restore is told. */
export const RESTORE_FLAGS = ['--exit-on-error', '--no-password'];

const MOST = 10;

/** A database that was filled holds something else than was saved. */
export class OtherContents extends Error {
  constructor(found: readonly string[]) {
    const more = found.length > MOST ? `; and ${found.length - MOST} more` : '';
    super(`what was restored is not what was saved: ${found.slice(0, MOST).join('; ')}${more}`);
    this.name = 'OtherContents';
  }
}

/**
 * Makes a database from a dump, and compares each table with what was saved.
 *
 * @throws PostgresRefusal, ProgramFailure, OtherContents
 */
export async function fillScratch(options: ScratchOptions): Promise<void> {
  const { loaded, server, scratch, comment, saved, folder, live, signal, tell } = options;
  const name = pg.escapeIdentifier(scratch);
  await withPsql(server, MAINTENANCE, APPLICATION, signal, async psql => {
    const like = await readProperties(psql, live);
    await psql.run(createLike(scratch, like));
    await psql.run(`comment on database ${name} is ${pg.escapeLiteral(comment)}`);
    for (const line of like === undefined ? [] : copyProperties(scratch, like)) await psql.run(line);
  });
  tell('pg_restore');
  await runProgram('pg_restore', [...RESTORE_FLAGS, `--dbname=${scratch}`], {
    server,
    database: scratch,
    application: APPLICATION,
    signal,
    from: join(folder, saved.file),
  });
  await withPsql(server, scratch, APPLICATION, signal, async psql => {
    const tables = await takeCensus(psql, tell);
    const found = differences(saved.tables, tables);
    const migration = await readMigrationState(psql, saved.target, loaded, Object.keys(tables));
    if (String(migration?.revisions) !== String(saved.migration?.revisions)) found.push('other migrations');
    if (found.length > 0) throw new OtherContents(found);
    tell('analyze');
    await psql.run('analyze');
  });
}
