import type { DatabaseVitals } from '../../../model/observations/postgres.ts';
import { vital } from '../vital.ts';

const optional = (value: unknown) => (value === null || value === undefined ? undefined : Number(value));

/** What became of the WAL that is to be archived, since the statistics were reset. */
export const archiving = vital<DatabaseVitals['archiving']>({
  sql: `
    SELECT current_setting('archive_mode') <> 'off' AS is_on, last_failed_wal AS wal,
      extract(epoch FROM clock_timestamp() - last_failed_time) * 1000 AS failed_ms,
      extract(epoch FROM clock_timestamp() - last_archived_time) * 1000 AS archived_ms
    FROM pg_stat_archiver`,
  read([row]) {
    const failedMs = optional(row?.failed_ms);
    return {
      isOn: row?.is_on === true,
      ...(failedMs !== undefined && { failed: { wal: String(row?.wal), agoMs: failedMs } }),
      archivedAgoMs: optional(row?.archived_ms),
    };
  },
});
