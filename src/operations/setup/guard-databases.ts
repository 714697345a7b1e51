import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { ProblemError } from '../../model/problem.ts';
import { type Census, differences, takeCensus } from '../postgres/census.ts';
import { APPLICATION, type FoundDatabase } from '../postgres/find-server.ts';
import { openPsql, type Psql, withPsql } from '../postgres/psql.ts';

const PAUSE_MS = 200;

interface Intruder {
  readonly pid: number;
  readonly query: string;
}

const touches = (database: string, causes: readonly string[]) =>
  new ProblemError([
    {
      code: 'TESTS_TOUCH_DATABASE',
      message: `the tests wanted to change the database ${database}, which is not theirs; they were stopped before they could`,
      causes,
      fix: 'Have them use a database of their own: most read its address from a variable, which `env` of the test in failsafe.yaml can set.',
    },
  ]);

const quoted = (table: string) => {
  const [schema = '', ...name] = table.split('.');
  return `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name.join('.'))}`;
};

/** Sessions that began after the tests and wait for the lock: what ran before has reasons of its own. */
const WAITING = `select a.pid, left(a.query, 200) as query from pg_stat_activity a, guard g
  where a.datname = current_database() and g.pid = any(pg_blocking_pids(a.pid)) and a.backend_start > g.since`;

async function watch(watcher: Psql, since: string, lockPid: number, stop: AbortSignal): Promise<Intruder[]> {
  const guard = `with guard as (select ${lockPid} as pid, ${pg.escapeLiteral(since)}::timestamptz as since)`;
  while (!stop.aborted) {
    const found = await watcher.rows<Intruder>(`${guard} ${WAITING}`);
    if (found.length > 0) return found;
    await sleep(PAUSE_MS);
  }
  return [];
}

async function guardOne<T>(
  { server, target: { database } }: FoundDatabase,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const session = () => openPsql(server, database, APPLICATION, signal);
  const census = (psql: Psql): Promise<Census> => takeCensus(psql);
  const before = await withPsql(server, database, APPLICATION, signal, census);
  await using holder = await session();
  await using watcher = await session();
  const tables = Object.keys(before).map(quoted);
  await holder.run('begin');
  // Whoever wants to write a row or change a table waits for this; reading goes on. It ends with this session
  if (tables.length > 0) await holder.run(`lock table ${tables.join(', ')} in share mode`);
  const [row] = await holder.rows<{ pid: number; since: string }>(
    'select pg_backend_pid() as pid, clock_timestamp()::text as since',
  );
  const stop = new AbortController();
  const intruded = new AbortController();
  const watching = watch(watcher, row?.since ?? '', row?.pid ?? 0, stop.signal).then(found => {
    if (found.length > 0) intruded.abort(found);
    return found;
  });
  watching.catch(() => undefined);
  let result: T;
  try {
    result = await work(AbortSignal.any([signal, intruded.signal]));
  } catch (error) {
    const found = intruded.signal.aborted ? await watching : [];
    for (const { pid } of found) await watcher.rows(`select pg_terminate_backend(${pid})`);
    if (found.length > 0)
      throw touches(
        database,
        found.map(({ query }) => query),
      );
    throw error;
  } finally {
    stop.abort();
  }
  await watching;
  const after = await withPsql(server, database, APPLICATION, signal, census);
  const changed = differences(before, after);
  if (changed.length > 0) throw touches(database, changed);
  return result;
}

/**
 * Does something while no table of these databases can be written, and proves afterwards that none was. A session that
 * tries is seen while it waits, and what was being done is aborted before it has changed anything.
 *
 * @throws ProblemError TESTS_TOUCH_DATABASE
 */
export function guardDatabases<T>(
  databases: readonly FoundDatabase[],
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const [first, ...others] = databases;
  if (first === undefined) return work(signal);
  return guardOne(first, signal, within => guardDatabases(others, within, work));
}
