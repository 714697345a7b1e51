import type { DatabaseVitals } from '../../../model/observations/postgres.ts';
import { vital } from '../vital.ts';

/**
 * Ascending sequences, the fullest first. The limit is the smaller of the sequence's own and of the column's that it
 * feeds, as its owner or by its default: a bigint sequence on an integer column ends at 2,147,483,647. `taken`: a row has the next id already, looked up
 * in the unique index of the column; not of a table that somebody has locked, as this would wait as well. Rows that appear
 * while the statement runs are none of its snapshot.
 */
export const sequences = vital<DatabaseVitals['sequences']>({
  sql: `
    WITH feeds AS (
      SELECT objid AS seqrelid, refobjid AS relid, refobjsubid AS attnum
      FROM pg_depend WHERE classid = 'pg_class'::regclass AND refclassid = 'pg_class'::regclass AND refobjsubid > 0
      UNION
      SELECT d.refobjid, ad.adrelid, ad.adnum
      FROM pg_depend d JOIN pg_attrdef ad ON ad.oid = d.objid
      WHERE d.classid = 'pg_attrdef'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> ad.adrelid
    ), found AS (
      SELECT s.seqrelid, s.seqstart, s.seqincrement, s.seqrelid::regclass::text AS sequence,
        CASE WHEN has_sequence_privilege(s.seqrelid, 'SELECT, USAGE') THEN
          (SELECT last_value FROM pg_sequences v
           WHERE v.schemaname = n.nspname AND v.sequencename = c.relname) END AS last,
        has_sequence_privilege(s.seqrelid, 'SELECT, USAGE') AS visible,
        least(s.seqmax, (
          SELECT min(CASE a.atttypid WHEN 'int2'::regtype THEN 32767 WHEN 'int4'::regtype THEN 2147483647
            ELSE s.seqmax END)
          FROM feeds JOIN pg_attribute a ON a.attrelid = feeds.relid AND a.attnum = feeds.attnum
          WHERE feeds.seqrelid = s.seqrelid)) AS limit
      FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE s.seqincrement > 0 AND NOT s.seqcycle AND c.relpersistence <> 't'
    ), top AS (
      SELECT sequence, last::float8, "limit"::float8 FROM found WHERE last IS NOT NULL
      ORDER BY last::float8 / "limit" DESC LIMIT 20
    ), fed AS (
      SELECT f.sequence, f.last IS NOT NULL AS called, coalesce(f.last + f.seqincrement, f.seqstart) AS next,
        d.refobjid::regclass::text AS table, a.attname AS column
      FROM found f
        JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = f.seqrelid AND d.deptype IN ('a', 'i')
        JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        JOIN pg_index i ON i.indrelid = d.refobjid AND i.indkey[0] = d.refobjsubid
      WHERE f.visible AND i.indisunique AND i.indisvalid AND i.indnkeyatts = 1 AND i.indpred IS NULL
        AND has_column_privilege(d.refobjid, a.attnum, 'SELECT')
        AND NOT EXISTS (
          SELECT FROM pg_locks l
          WHERE l.locktype = 'relation' AND l.relation = d.refobjid AND l.mode = 'AccessExclusiveLock'
            AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()))
      LIMIT 200
    ), taken AS (
      SELECT DISTINCT sequence, next::float8, called FROM fed
      WHERE query_to_xml(format('SELECT 1 AS taken FROM %s WHERE %I = %s', fed.table, fed.column, next),
        false, false, '')::text LIKE '%taken%'
    )
    SELECT (SELECT count(*)::int FROM found WHERE NOT visible) AS hidden, (SELECT json_agg(top) FROM top) AS used,
      (SELECT json_agg(taken) FROM taken) AS taken`,
  read: ([row]) => ({
    used: (row?.used ?? []) as unknown as DatabaseVitals['sequences']['used'],
    taken: (row?.taken ?? []) as unknown as DatabaseVitals['sequences']['taken'],
    hidden: Number(row?.hidden),
  }),
});
