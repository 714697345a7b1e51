import type { DatabaseVitals } from '../../../model/observations/postgres.ts';
import { vital } from '../vital.ts';

/**
 * Ascending sequences, the fullest first. The limit is the smaller of the sequence's own and of the column's that it
 * feeds: a bigint sequence on an integer column ends at 2,147,483,647.
 */
export const sequences = vital<DatabaseVitals['sequences']>({
  sql: `
    WITH found AS (
      SELECT s.seqrelid::regclass::text AS sequence,
        CASE WHEN has_sequence_privilege(s.seqrelid, 'SELECT, USAGE') THEN
          (SELECT last_value FROM pg_sequences v
           WHERE v.schemaname = n.nspname AND v.sequencename = c.relname) END AS last,
        has_sequence_privilege(s.seqrelid, 'SELECT, USAGE') AS visible,
        least(s.seqmax, (
          SELECT min(CASE a.atttypid WHEN 'int2'::regtype THEN 32767 WHEN 'int4'::regtype THEN 2147483647
            ELSE s.seqmax END)
          FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
          WHERE d.classid = 'pg_class'::regclass AND d.objid = s.seqrelid AND d.refobjsubid > 0)) AS limit
      FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE s.seqincrement > 0 AND NOT s.seqcycle AND c.relpersistence <> 't'
    ), top AS (
      SELECT sequence, last::float8, "limit"::float8 FROM found WHERE last IS NOT NULL
      ORDER BY last::float8 / "limit" DESC LIMIT 20
    )
    SELECT (SELECT count(*)::int FROM found WHERE NOT visible) AS hidden, (SELECT json_agg(top) FROM top) AS used`,
  read: ([row]) => ({
    used: (row?.used ?? []) as unknown as DatabaseVitals['sequences']['used'],
    hidden: Number(row?.hidden),
  }),
});
