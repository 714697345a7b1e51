import type { DatabaseVitals } from '../../../model/observations/postgres.ts';
import { vital } from '../vital.ts';

/** A database notes the version of its own collation since then. */
const NOTED_SINCE = 15;

const OF_DATABASE = `
    SELECT 'database' AS kind, quote_ident(datname) AS name, datcollversion AS noted,
      pg_database_collation_actual_version(oid) AS actual
    FROM pg_database
    WHERE datname = current_database() AND datcollversion <> pg_database_collation_actual_version(oid)
    UNION ALL`;

/** What text was sorted by when indexes were built, where the library sorts by another version now. Only what is used. */
export const collations = (major: number) =>
  vital<DatabaseVitals['collations']>({
    sql: `${major < NOTED_SINCE ? '' : OF_DATABASE}
    SELECT 'collation' AS kind, quote_ident(nspname) || '.' || quote_ident(collname) AS name, collversion AS noted,
      pg_collation_actual_version(c.oid) AS actual
    FROM pg_collation c JOIN pg_namespace n ON n.oid = collnamespace
    WHERE c.oid IN (SELECT refobjid FROM pg_depend WHERE refclassid = 'pg_collation'::regclass)
      AND collversion <> pg_collation_actual_version(c.oid)
    LIMIT 20`,
    read: rows =>
      rows.map(row => ({
        kind: row.kind === 'database' ? 'database' : 'collation',
        name: String(row.name),
        noted: String(row.noted),
        actual: String(row.actual),
      })),
  });
