import { vital } from '../vital.ts';

/** Bytes on disk. */
export const sizeBytes = vital<number>({
  sql: 'SELECT pg_database_size(current_database()) AS size',
  read: ([row]) => Number(row?.size),
});
