import { basename, dirname } from 'node:path';
import type { Database } from '../../config/schema/database.ts';

const COLUMNS: Readonly<Record<string, string>> = {
  alembic_version: 'version_num',
  django_migrations: 'name',
  flyway_schema_history: 'version',
  knex_migrations: 'name',
  schema_migrations: 'version',
  SequelizeMeta: 'name',
  _prisma_migrations: 'migration_name',
  _sqlx_migrations: 'version',
};

/** What tells which migration ran after which, where the table has it: a name alone may be that of a squashed one. */
const ORDERS: Readonly<Record<string, string>> = {
  django_migrations: 'id',
  flyway_schema_history: 'installed_rank',
  knex_migrations: 'id',
  _prisma_migrations: 'started_at',
  _sqlx_migrations: 'installed_on',
};

const bareName = (table: string) => table.split('.').at(-1) ?? table;

/** Whether a table, with or without its schema, is one of a tool that is known. */
export const isMigrationTable = (table: string): boolean => Object.hasOwn(COLUMNS, bareName(table));

/** Whether the rows of {@link migrationQuery} come in the order in which they ran. */
export const comesInOrder = (table: string): boolean => Object.hasOwn(ORDERS, bareName(table));

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

type Declared = Pick<NonNullable<Database['migrations']>, 'table' | 'column' | 'folder'>;

/**
 * The application of Django that a folder of migrations belongs to. All applications share one table and name their
 * first migration alike. Undefined for other tools.
 */
export function djangoApp({ table, folder }: Declared): string | undefined {
  const [first] = [folder ?? []].flat();
  if (bareName(table) !== 'django_migrations' || first === undefined) return undefined;
  const name = basename(first);
  return name === 'migrations' ? basename(dirname(first)) : name;
}

/** What a row says of how it went, whatever the tool calls it: a member that a table does not have says nothing. */
const FAILED = 'to_jsonb(m) @> \'{"dirty":true}\' OR to_jsonb(m) @> \'{"success":false}\'';

/**
 * The statement that reads which migrations a database has, the first that ran first where that is known, and which of
 * them failed half way; undefined when the column of an unknown table is not declared.
 */
export function migrationQuery(declared: Declared): string | undefined {
  const { table, column } = declared;
  const bare = bareName(table);
  const name = column ?? COLUMNS[bare];
  if (name === undefined) return undefined;
  const app = djangoApp(declared);
  const ofDjango = bare === 'django_migrations' && app === undefined;
  const revision = ofDjango ? `m."app" || '.' || m.${quoted(name)}` : `m.${quoted(name)}::text`;
  const ofPrisma = bare === '_prisma_migrations';
  const failed = ofPrisma ? 'm.finished_at IS NULL' : FAILED;
  const only = [
    // A repeatable migration has no version
    `m.${quoted(name)} IS NOT NULL`,
    ...(app === undefined ? [] : [`m."app" = ${literal(app)}`]),
    ...(ofPrisma ? ['m.rolled_back_at IS NULL'] : []),
  ];
  const from = table.split('.').map(quoted).join('.');
  const order = ORDERS[bare];
  const sorted = order === undefined ? '' : ` ORDER BY m.${quoted(order)}`;
  return `SELECT ${revision} AS revision, (${failed}) AS failed FROM ${from} m WHERE ${only.join(' AND ')}${sorted}`;
}
