import type { Database } from '../../config/schema/database.ts';

const COLUMNS: Readonly<Record<string, string>> = {
  alembic_version: 'version_num',
  knex_migrations: 'name',
  schema_migrations: 'version',
  _prisma_migrations: 'migration_name',
};

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** The statement that reads which migrations a database has; undefined when the column of an unknown table is not declared. */
export function migrationQuery({
  table,
  column,
}: Pick<NonNullable<Database['migrations']>, 'table' | 'column'>): string | undefined {
  const bare = table.split('.').at(-1) ?? table;
  const revision = column ?? COLUMNS[bare];
  if (revision === undefined) return undefined;
  const from = table.split('.').map(quoted).join('.');
  const done =
    bare === '_prisma_migrations' ? ' WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL' : '';
  return `SELECT ${quoted(revision)}::text AS revision FROM ${from}${done}`;
}
