import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { APPLICATION, MAINTENANCE } from '../postgres/find-server.ts';
import { openPsql, type Psql } from '../postgres/psql.ts';
import type { PostgresServer } from '../postgres/server.ts';

/** What takes whose name. */
export interface Swap {
  readonly live: string;
  /** Takes the name of the live one. */
  readonly next: string;
  /** The name that the live one takes; undefined when there is none. */
  readonly aside?: string;
}

const PAUSE_MS = 20;
/** The server itself waits 5 s for sessions to end, and then refuses. */
const TRIES = 3;

const rename = (from: string, to: string) =>
  `alter database ${pg.escapeIdentifier(from)} rename to ${pg.escapeIdentifier(to)};`;

const isBusy = (error: unknown) => /being accessed by other users/.test(String(error));

/** Ends sessions until it is told to stop. Without the right to do so the rename itself says who is in the way. */
async function endSessionsIn(psql: Psql, databases: readonly string[], stop: AbortSignal): Promise<void> {
  const names = databases.map(name => pg.escapeLiteral(name)).join(', ');
  const query = `select pg_terminate_backend(pid) from pg_stat_activity where datname in (${names}) and pid <> pg_backend_pid()`;
  while (!stop.aborted) {
    await psql.rows(query);
    await sleep(PAUSE_MS);
  }
}

async function renameAll(psql: Psql, { live, next, aside }: Swap): Promise<void> {
  const names = aside === undefined ? [rename(next, live)] : [rename(live, aside), rename(next, live)];
  await psql.run(`begin; ${names.join(' ')} commit`);
}

/** A rename waits until nobody is in the database, and keeps new sessions out meanwhile. */
async function swapOnce(server: PostgresServer, swap: Swap): Promise<number> {
  const session = () => openPsql(server, MAINTENANCE, APPLICATION);
  await using terminator = await session();
  await using renamer = await session();
  const done = new AbortController();
  const ended = endSessionsIn(terminator, [swap.live, swap.next], done.signal).catch(() => undefined);
  const startedAt = performance.now();
  try {
    await renameAll(renamer, swap);
    return Math.round(performance.now() - startedAt);
  } finally {
    done.abort();
    await ended;
  }
}

/**
 * Gives a database the name of the live one in one transaction: both happen, or nothing. Sessions in the live one are
 * ended.
 *
 * @returns milliseconds that it took
 * @throws PostgresRefusal; the live database is untouched then
 */
export async function swapDatabases(server: PostgresServer, swap: Swap): Promise<number> {
  for (let tries = 1; ; tries++) {
    try {
      return await swapOnce(server, swap);
    } catch (error) {
      if (tries === TRIES || !isBusy(error)) throw error;
    }
  }
}
