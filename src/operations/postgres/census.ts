import pg from 'pg';
import type { Psql } from './psql.ts';

/** What a table holds: two that hold the same rows, in whatever order, have the same. */
export interface TableContent {
  readonly rows: number;
  readonly checksum: string;
}

/** `schema.table` → what it holds. */
export type Census = Readonly<Record<string, TableContent>>;

/** Tables whose rows pg_dump writes: not those of extensions, of temporary or foreign tables. */
const TABLES = `select n.nspname as schema, c.relname as name
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and c.relpersistence <> 't'
    and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
  order by 1, 2`;

/** `schema.table` of all of them. */
export async function tableNames(psql: Psql): Promise<string[]> {
  const tables = await psql.rows<{ schema: string; name: string }>(TABLES);
  return tables.map(({ schema, name }) => `${schema}.${name}`);
}

/** Counts the rows of all tables and sums up their hashes, as the session sees them. */
export async function takeCensus(
  psql: Psql,
  tell: (status: string) => void = () => undefined,
): Promise<Census> {
  const tables = await psql.rows<{ schema: string; name: string }>(TABLES);
  const census: [string, TableContent][] = [];
  for (const { schema, name } of tables) {
    tell(`rows of ${schema}.${name}`);
    const table = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
    const [content] = await psql.rows<TableContent>(
      `select count(*) as rows, coalesce(sum(hashtextextended((failsafe_row.*)::text collate "C", 0)), 0)::text as checksum from only ${table} as failsafe_row`,
    );
    if (content !== undefined) census.push([`${schema}.${name}`, content]);
  }
  return Object.fromEntries(census);
}

/** In what two differ; empty when they are the same. */
export function differences(expected: Census, got: Census): string[] {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(got)])].sort();
  return names.flatMap(name => {
    const [a, b] = [expected[name], got[name]];
    if (a === undefined) return [`${name} is there as well`];
    if (b === undefined) return [`${name} is missing`];
    if (a.rows !== b.rows) return [`${name} has ${b.rows} rows instead of ${a.rows}`];
    return a.checksum === b.checksum ? [] : [`${name} has other contents`];
  });
}
