import type { DatabaseRow } from '../model/observations/postgres.ts';
import type { Probe } from '../model/probe.ts';
import { inSession, type Session } from './postgres/session.ts';

/** Room that is left after the server's own timeout, to hear of it. */
const MARGIN = 0.9;

async function readOnly({ client }: Session, sql: string, timeoutMs: number) {
  await client.query(`BEGIN READ ONLY; SET LOCAL statement_timeout = ${Math.floor(timeoutMs * MARGIN)}`);
  const startedAt = performance.now();
  // The extended protocol takes one statement only: no "; COMMIT; DELETE …" leaves the read-only transaction.
  const { rows } = await client.query<DatabaseRow>({ text: sql, queryMode: 'extended' } as { text: string });
  const durationMs = performance.now() - startedAt;
  await client.query('ROLLBACK');
  return { ok: true as const, rows, durationMs };
}

/** Runs one statement in a read-only transaction. */
export const probe: Probe<'postgres-query'> = {
  id: 'postgres-query',
  async observe({ target, sql }, context) {
    const done = await inSession(target, context, session => readOnly(session, sql, context.timeoutMs));
    return done.ok ? done.value : done;
  },
};
