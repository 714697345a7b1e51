import type { DatabaseFailure, DatabaseRow } from '../../model/observations/postgres.ts';
import type { ProbeContext } from '../../model/probe.ts';
import type { DatabaseTarget } from '../../model/target.ts';
import { inSession, type SessionContext } from './session.ts';

/** One statement and the values of its `$1`, `$2` … */
export interface Statement {
  readonly sql: string;
  readonly params?: readonly string[];
  /** Commits what it changed. Without it the transaction is read-only. */
  readonly writes?: boolean;
}

/** What a statement gave. */
export type Executed =
  | {
      readonly ok: true;
      readonly rows: readonly DatabaseRow[];
      /** Rows that were returned or changed. */
      readonly affected: number;
      readonly durationMs: number;
    }
  | { readonly ok: false; readonly failure: DatabaseFailure };

/** Blanks and comments are a statement to PostgreSQL, which gives no rows and no error: nothing was asked. */
const EMPTY: Executed = { ok: false, failure: { code: '42601', message: 'the statement is empty' } };

/** Room that is left after the server's own timeout, to hear of it. */
const MARGIN = 0.9;

/**
 * Runs one statement in a session and a transaction of its own. The extended protocol takes one statement only, so no
 * `; COMMIT; DELETE …` leaves a read-only transaction.
 */
export async function execute(
  target: DatabaseTarget,
  { sql, params = [], writes = false }: Statement,
  context: SessionContext & Pick<ProbeContext, 'timeoutMs'>,
): Promise<Executed> {
  const deadline = performance.now() + context.timeoutMs;
  const done = await inSession(target, context, async ({ client }): Promise<Executed> => {
    const limit = Math.max(1, Math.floor((deadline - performance.now()) * MARGIN));
    await client.query(`BEGIN ${writes ? '' : 'READ ONLY'}; SET LOCAL statement_timeout = ${limit}`);
    const startedAt = performance.now();
    const query = { text: sql, values: [...params], queryMode: 'extended' };
    const { rows, rowCount, command } = await client.query<DatabaseRow>(query);
    const durationMs = performance.now() - startedAt;
    await client.query(writes ? 'COMMIT' : 'ROLLBACK');
    if (!command) return EMPTY;
    return { ok: true, rows, affected: rowCount ?? 0, durationMs };
  });
  return done.ok ? done.value : done;
}
