import type { DatabaseVitals } from '../../../model/observations/postgres.ts';
import { vital } from '../vital.ts';

/** Age of the oldest transaction and multixact that rows still refer to. */
export const wraparound = vital<DatabaseVitals['wraparound']>({
  sql: `
    SELECT age(datfrozenxid) AS transactions, mxid_age(datminmxid) AS multixacts
    FROM pg_database WHERE datname = current_database()`,
  read: ([row]) => ({ transactions: Number(row?.transactions), multixacts: Number(row?.multixacts) }),
});
