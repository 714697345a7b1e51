import { vital } from '../vital.ts';

/** Milliseconds since the transaction of each session began, by pid; undefined where it may not be seen. */
export const transactionAges = vital<ReadonlyMap<number, number | undefined>>({
  sql: `
    SELECT pid, extract(epoch FROM clock_timestamp() - xact_start) * 1000 AS for_ms
    FROM pg_stat_activity
    WHERE xact_start IS NOT NULL OR state IS NULL`,
  read: rows =>
    new Map(rows.map(({ pid, for_ms: age }) => [Number(pid), age === null ? undefined : Number(age)])),
});
