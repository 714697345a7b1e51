import pg from 'pg';
import { MAINTENANCE } from './find-server.ts';
import { withPsql } from './psql.ts';
import type { PostgresServer } from './server.ts';

/** Ends the sessions that an operation has opened under this name; what they were doing is rolled back. */
export async function endSessions(server: PostgresServer, application: string): Promise<void> {
  const signal = AbortSignal.timeout(10_000);
  const query = `select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = ${pg.escapeLiteral(application)}`;
  // Nothing was left running, or the server is gone: then so are its sessions
  await withPsql(server, MAINTENANCE, `${application}-end`, signal, psql => psql.rows(query)).catch(
    () => undefined,
  );
}
