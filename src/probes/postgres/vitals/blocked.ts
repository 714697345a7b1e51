import type { BlockedSession } from '../../../model/observations/postgres.ts';
import { toSession } from '../session-row.ts';
import { vital } from '../vital.ts';

/** Sessions that wait for a lock. `waitstart` came with PostgreSQL 14, hence the way around its column. */
export const blocked = vital<readonly BlockedSession[]>({
  sql: `
    SELECT pid, usename, application_name, state, query, to_json(blockers) AS blockers,
      extract(epoch FROM clock_timestamp() - coalesce(
        (SELECT min((to_jsonb(l) ->> 'waitstart')::timestamptz) FROM pg_locks l WHERE l.pid = a.pid AND NOT l.granted),
        query_start)) * 1000 AS for_ms
    FROM pg_stat_activity a, pg_blocking_pids(pid) AS blockers
    WHERE datname = current_database() AND cardinality(blockers) > 0
    ORDER BY for_ms DESC NULLS LAST
    LIMIT 20`,
  read: rows => rows.map(row => ({ ...toSession(row), by: row.blockers as unknown as number[] })),
});
