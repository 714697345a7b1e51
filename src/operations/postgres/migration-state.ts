import type { LoadedConfig } from '../../config/loaded-config.ts';
import { isMigrationTable, migrationQuery } from '../../levels/database/migration-query.ts';
import type { Psql } from './psql.ts';

/** Which migrations a database has. */
export interface MigrationState {
  readonly table: string;
  readonly revisions: readonly string[];
}

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
      ? tables.find(isMigrationTable)
      : tables.find(name => name === declared.table || name.endsWith(`.${declared.table}`));
  const query = table && migrationQuery({ table, column: declared?.column });
  if (table === undefined || !query) return undefined;
  const rows = await psql.rows<{ revision: string; failed: boolean }>(
    `select * from (${query}) m order by 1`,
  );
  return { table, revisions: rows.filter(({ failed }) => !failed).map(({ revision }) => revision) };
}
