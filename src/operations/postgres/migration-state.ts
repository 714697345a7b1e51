import type { LoadedConfig } from '../../config/loaded-config.ts';
import { migrationQuery } from '../../levels/database/migration-query.ts';
import type { Census } from './census.ts';
import type { Psql } from './psql.ts';

/** Which migrations a database has. */
export interface MigrationState {
  readonly table: string;
  readonly revisions: readonly string[];
}

const KNOWN = /\.(?:alembic_version|knex_migrations|schema_migrations|_prisma_migrations)$/;

/** Reads them from the table that failsafe.yaml names for this target, else from one with a well-known name. */
export async function readMigrationState(
  psql: Psql,
  target: string,
  { config }: LoadedConfig,
  census: Census,
): Promise<MigrationState | undefined> {
  const declared = config.database?.target === target ? config.database.migrations : undefined;
  const tables = Object.keys(census);
  const table =
    declared === undefined
      ? tables.find(name => KNOWN.test(name))
      : tables.find(name => name === declared.table || name.endsWith(`.${declared.table}`));
  const query = table && migrationQuery({ table, column: declared?.column });
  if (table === undefined || !query) return undefined;
  const rows = await psql.rows<{ revision: string }>(`${query} order by 1`);
  return { table, revisions: rows.map(({ revision }) => revision) };
}
