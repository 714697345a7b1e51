import type { DatabaseVitals } from '../../../model/observations/postgres.ts';
import { vital } from '../vital.ts';

/** Blocks that were in the cache, and blocks that had to be read. */
export const cache = vital<DatabaseVitals['cache']>({
  sql: 'SELECT blks_hit AS hits, blks_read AS reads FROM pg_stat_database WHERE datname = current_database()',
  read: ([row]) => ({ hits: Number(row?.hits), reads: Number(row?.reads) }),
});
