import type { DatabaseRow, Vital } from '../../model/observations/postgres.ts';
import type { ProbeContext } from '../../model/probe.ts';
import { databaseFailure } from './failure.ts';
import type { Session } from './session.ts';

/** How one sign of life is read: one statement, and what its rows mean. */
export interface VitalQuery<T> {
  readonly sql: string;
  read(rows: readonly DatabaseRow[]): T;
}

/** Gives a {@link VitalQuery} its type. */
export const vital = <T>(query: VitalQuery<T>): VitalQuery<T> => query;

/** The session ended, or is about to: what follows cannot be read. */
const FATAL = /^(57P0[1-5]|08...|CLOSED|TIMEOUT)$/;

/** Whether the statement failed because the whole session did. */
export const endsSession = (error: unknown): boolean => FATAL.test(databaseFailure(error).code);

/** A statement that may take this long of what is left of the look, so that a slow one does not cost the others. */
const SHARE = 0.5;
const LEAST_MS = 50;

/**
 * Reads one sign of life in a read-only transaction of its own, in one round trip. All is local to that transaction,
 * because behind a pooler the connection is the application's afterwards. What the role may not see, or what takes too
 * long, is a fact; a session that ended is an error.
 */
export async function readVital<T>(
  { client }: Session,
  { sql, read }: VitalQuery<T>,
  remainingMs: number,
): Promise<Vital<T>> {
  const timeout = Math.max(LEAST_MS, Math.floor(remainingMs * SHARE));
  try {
    const results = (await client.query(
      `BEGIN READ ONLY; SET LOCAL statement_timeout = ${timeout}; ${sql}; COMMIT`,
    )) as unknown as readonly { rows: DatabaseRow[] }[];
    return { seen: true, value: read(results[2]?.rows ?? []) };
  } catch (error) {
    const failure = databaseFailure(error);
    if (failure.code === 'UNKNOWN' || endsSession(error)) throw error;
    await client.query('ROLLBACK');
    return { seen: false, failure };
  }
}

/** Milliseconds left of a look that began at `startedAt`. */
export const remaining = (startedAt: number, { timeoutMs }: Pick<ProbeContext, 'timeoutMs'>): number =>
  timeoutMs - (performance.now() - startedAt);
