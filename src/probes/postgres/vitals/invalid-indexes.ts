import type { DatabaseVitals } from '../../../model/observations/postgres.ts';
import { vital } from '../vital.ts';

/**
 * Indexes that a failed CREATE INDEX CONCURRENTLY left: they cost every write and help no read. Which index another
 * role is building may be hidden; while such a build runs, none is reported.
 */
export const invalidIndexes = vital<DatabaseVitals['invalidIndexes']>({
  sql: `
    SELECT i.indexrelid::regclass::text AS index, i.indrelid::regclass::text AS table
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE NOT (i.indisvalid AND i.indisready) AND c.relkind = 'i'
      AND NOT EXISTS (
        SELECT FROM pg_stat_progress_create_index p
        WHERE p.index_relid = i.indexrelid
          OR p.index_relid IS NULL AND p.datid = (SELECT oid FROM pg_database WHERE datname = current_database()))
    ORDER BY 1
    LIMIT 20`,
  read: rows => rows.map(row => ({ index: String(row.index), table: String(row.table) })),
});
