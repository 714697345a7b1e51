import type { DatabaseVitals } from '../../../model/observations/postgres.ts';
import { toSession } from '../session-row.ts';
import { vital } from '../vital.ts';

/** Other sessions in a transaction, oldest first; `for_ms` of an idle one counts from when it went idle. */
export const transactions = vital<DatabaseVitals['transactions']>({
  sql: `
    SELECT pid, usename, application_name, state, query,
      extract(epoch FROM clock_timestamp()
        - CASE WHEN state LIKE 'idle in transaction%' THEN state_change ELSE xact_start END) * 1000 AS for_ms,
      (SELECT count(*)::int FROM pg_stat_activity
       WHERE datname = current_database() AND backend_type IS NULL) AS hidden
    FROM (SELECT 1) AS always LEFT JOIN pg_stat_activity
      ON datname = current_database() AND xact_start IS NOT NULL AND pid <> pg_backend_pid()
        AND backend_type = 'client backend'
    ORDER BY xact_start
    LIMIT 20`,
  read: rows => ({
    sessions: rows.filter(row => row.pid !== null).map(toSession),
    hidden: Number(rows[0]?.hidden),
  }),
});
