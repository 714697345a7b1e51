import { createHash } from 'node:crypto';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import { tableNames } from '../postgres/census.ts';
import { APPLICATION, type FoundDatabase } from '../postgres/find-server.ts';
import { readMigrationState } from '../postgres/migration-state.ts';
import { withPsql } from '../postgres/psql.ts';

/** What the code of a version expects of its database. */
export interface SchemaState {
  /** Undefined where no table says which migrations were made. */
  readonly revisions?: readonly string[];
  /** Checksum of the columns of all tables. */
  readonly columns: string;
}

const COLUMNS = `select table_schema || '.' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable as line
  from information_schema.columns where table_schema !~ '^pg_' and table_schema <> 'information_schema' order by 1`;

/** Reads it of each database; only the catalogue is looked at. */
export async function readSchemas(
  loaded: LoadedConfig,
  databases: readonly FoundDatabase[],
  signal: AbortSignal,
): Promise<Record<string, SchemaState>> {
  const states: Record<string, SchemaState> = {};
  for (const { target, server } of databases) {
    states[target.name] = await withPsql(server, target.database, APPLICATION, signal, async psql => {
      const migration = await readMigrationState(psql, target.name, loaded, await tableNames(psql));
      const lines = await psql.rows<{ line: string }>(COLUMNS);
      const text = lines.map(({ line }) => line).join('\n');
      return {
        ...(migration !== undefined && { revisions: migration.revisions }),
        columns: createHash('sha256').update(text).digest('hex'),
      };
    });
  }
  return states;
}

/**
 * In what the schemas of databases differ from what a version was seen to work with; empty when it fits. Where both say
 * which migrations they have, these alone count.
 */
export function schemaDifferences(
  then: Readonly<Record<string, SchemaState>>,
  now: Readonly<Record<string, SchemaState>>,
): string[] {
  return Object.entries(then).flatMap(([target, { revisions, columns }]) => {
    const current = now[target];
    if (current === undefined) return [];
    if (revisions === undefined || current.revisions === undefined)
      return columns === current.columns ? [] : [`${target}: its tables have other columns now`];
    const [before, after] = [revisions, current.revisions].map(list => list.join(', ') || 'none');
    return before === after ? [] : [`${target}: migrations were at ${before}, and are at ${after} now`];
  });
}
