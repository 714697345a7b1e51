import type { DatabaseVitals } from '../../../model/observations/postgres.ts';
import { vital } from '../vital.ts';

/** Tables with the most rows that vacuum has not removed yet. */
export const deadTuples = vital<DatabaseVitals['deadTuples']>({
  sql: `
    SELECT relid::regclass::text AS table, n_live_tup AS live, n_dead_tup AS dead
    FROM pg_stat_user_tables
    WHERE n_dead_tup > 0
    ORDER BY n_dead_tup DESC
    LIMIT 20`,
  read: rows =>
    rows.map(row => ({ table: String(row.table), live: Number(row.live), dead: Number(row.dead) })),
});
