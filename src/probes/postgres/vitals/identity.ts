import { vital } from '../vital.ts';

/** Which server and which database this is, and whether it takes writes. */
export const identity = vital({
  sql: `
    SELECT current_setting('server_version') AS version, current_database() AS database, current_user AS "user",
      pg_is_in_recovery() AS in_recovery, current_setting('default_transaction_read_only') AS read_only`,
  read: ([row]) => ({
    version: String(row?.version).split(' ')[0] ?? '',
    database: String(row?.database),
    user: String(row?.user),
    inRecovery: row?.in_recovery === true,
    readOnlyByDefault: row?.read_only === 'on',
  }),
});
