import type { LoadedConfig } from '../../config/loaded-config.ts';
import { migrationQuery } from '../../levels/database/migration-query.ts';
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
  /** `schema.table` of all there are. */
  tables: readonly string[],
): Promise<MigrationState | undefined> {
  const declared = config.database?.target === target ? config.database.migrations : undefined;
  const table =
    declared === undefined
      ? tables.find(name => KNOWN.test(name))
      : tables.find(name => name === declared.table || name.endsWith(`.${declared.table}`));
  const query = table && migrationQuery({ table, column: declared?.column });
  if (table === undefined || !query) return undefined;
  const rows = await psql.rows<{ revision: string }>(`${query} order by 1`);
  return { table, revisions: rows.map(({ revision }) => revision) };
}
