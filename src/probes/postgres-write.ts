import type { PostgresWriteObservation } from '../model/observations/postgres.ts';
import type { Probe } from '../model/probe.ts';
import { inSession, type Session } from './postgres/session.ts';

/** In the transaction mode of the role itself: what the application writes would be written the same way. */
async function writeAndRollBack({ client }: Session, timeoutMs: number): Promise<PostgresWriteObservation> {
  const startedAt = performance.now();
  await client.query(`BEGIN; SET LOCAL statement_timeout = ${Math.floor(timeoutMs)}`);
  await client.query('CREATE TEMPORARY TABLE failsafe_write (note text) ON COMMIT DROP');
  await client.query("INSERT INTO failsafe_write VALUES ('written')");
  const { rows } = await client.query('SELECT note FROM failsafe_write');
  await client.query('ROLLBACK');
  if (rows[0]?.note === 'written') return { ok: true, durationMs: performance.now() - startedAt };
  return {
    ok: false,
    failure: { code: 'NOT_READ_BACK', message: 'the row that was written could not be read back' },
  };
}

/** Writes a row to a temporary table, reads it back and rolls all of it back. */
export const probe: Probe<'postgres-write'> = {
  id: 'postgres-write',
  async observe({ target }, context) {
    const done = await inSession(target, context, session => writeAndRollBack(session, context.timeoutMs));
    return done.ok ? done.value : done;
  },
};
