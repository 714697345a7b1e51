import type {
  ConnectionHolder,
  ConnectionLimit,
  DatabaseVitals,
} from '../../../model/observations/postgres.ts';
import { vital } from '../vital.ts';

/** Slots of ordinary roles, and who holds them. The type of a backend is hidden from roles without pg_monitor. */
export const connections = vital<DatabaseVitals['connections']>({
  sql: `
    WITH holders AS (
      SELECT coalesce(usename, '') AS "user", coalesce(application_name, '') AS application, count(*)::int AS count
      FROM pg_stat_activity
      WHERE datid IS NOT NULL AND coalesce(backend_type, 'client backend') = 'client backend'
      GROUP BY 1, 2
    ),
    others AS (
      SELECT datid, usesysid FROM pg_stat_activity
      WHERE coalesce(backend_type, 'client backend') = 'client backend' AND application_name <> 'failsafe'
    ),
    limits AS (
      SELECT 'database ' || datname AS "of", datconnlimit AS "limit", count(others.datid)::int AS used
      FROM pg_database LEFT JOIN others ON others.datid = pg_database.oid
      WHERE datname = current_database() AND datconnlimit >= 0
      GROUP BY datname, datconnlimit
      UNION ALL
      SELECT 'role ' || rolname, rolconnlimit, count(*)::int
      FROM pg_roles JOIN others ON others.usesysid = pg_roles.oid
      WHERE rolconnlimit >= 0 AND NOT rolsuper
      GROUP BY rolname, rolconnlimit
    )
    SELECT
      current_setting('max_connections')::int AS max,
      current_setting('superuser_reserved_connections')::int
        + coalesce(nullif(current_setting('reserved_connections', true), '')::int, 0) AS reserved,
      (SELECT coalesce(sum(count), 0)::int FROM holders) AS used,
      (SELECT json_agg(top) FROM (SELECT * FROM holders ORDER BY count DESC LIMIT 5) top) AS holders,
      (SELECT json_agg(limits) FROM limits) AS limits`,
  read: ([row]) => ({
    max: Number(row?.max),
    reserved: Number(row?.reserved),
    used: Number(row?.used),
    holders: (row?.holders ?? []) as unknown as ConnectionHolder[],
    limits: (row?.limits ?? []) as unknown as ConnectionLimit[],
  }),
});
