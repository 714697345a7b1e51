import type { DatabaseRow, DatabaseVitals, Replica } from '../../../model/observations/postgres.ts';
import { vital } from '../vital.ts';

const optional = (value: unknown) => (value === null || value === undefined ? undefined : Number(value));

const toReplica = (row: DatabaseRow): Replica => ({
  name: typeof row.name === 'string' ? row.name : undefined,
  state: String(row.state ?? 'unknown'),
  lagMs: optional(row.lag_ms),
  lagBytes: optional(row.lag_bytes),
});

/** Of a slot that nobody reads, the WAL is kept until the disk is full. */
const UNREAD = `
    SELECT slot_name, 'slot', NULL,
      pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END, restart_lsn)
    FROM pg_replication_slots WHERE NOT active AND restart_lsn IS NOT NULL`;

/** Standbys of a primary, and slots of those that are not connected; of a standby its own lag, which is 0 when it has replayed all that it received. */
export const replicas = vital<DatabaseVitals['replicas']>({
  sql: `
    SELECT application_name AS name, state,
      extract(epoch FROM replay_lag) * 1000 AS lag_ms,
      CASE WHEN pg_is_in_recovery() THEN NULL ELSE pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn) END AS lag_bytes
    FROM pg_stat_replication
    UNION ALL
    SELECT NULL, 'standby',
      CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
        ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) * 1000 END,
      pg_wal_lsn_diff(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())
    WHERE pg_is_in_recovery()
    UNION ALL ${UNREAD}
    LIMIT 20`,
  read: rows => rows.map(toReplica),
});
