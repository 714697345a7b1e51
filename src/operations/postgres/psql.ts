import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
import { ensureEngine } from '../ensure-engine.ts';
import type { PostgresServer } from './server.ts';

/** A session in which statements run one after another. */
export interface Psql extends AsyncDisposable {
  /**
   * Runs statements.
   * @throws PostgresRefusal
   */
  run(sql: string): Promise<void>;
  /**
   * Gives the rows of a query.
   * @throws PostgresRefusal
   */
  rows<Row>(query: string): Promise<Row[]>;
}

/** What psql said when the server refused, or when it could not be reached. */
export class PostgresRefusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PostgresRefusal';
  }
}

/** For the engine to say that it is there, where nobody else ends the wait. */
const ENGINE_MS = 10_000;
const MARK = 'failsafe-end-of-statement';
const FLAGS = [
  '--no-psqlrc',
  '--quiet',
  '--no-align',
  '--tuples-only',
  '--no-password',
  '--set=ON_ERROR_STOP=1',
];
/** What rows look like as text must not depend on settings of the role or the database. */
const SETTINGS = [
  "client_encoding = 'UTF8'",
  "datestyle = 'ISO, YMD'",
  "intervalstyle = 'postgres'",
  "timezone = 'UTC'",
  "bytea_output = 'hex'",
  'extra_float_digits = 3',
  'row_security = off',
  'statement_timeout = 0',
  'idle_in_transaction_session_timeout = 0',
  "lock_timeout = '60s'",
  "search_path = 'pg_catalog'",
].map(setting => `set ${setting};`);

/** `ERROR:  relation "x" does not exist` of all that psql has printed; else its last line. */
function refusal(stderr: string): string {
  const lines = stderr.trim().split('\n');
  const told = lines.find(line => /\b(?:ERROR|FATAL|error):/.test(line)) ?? lines.at(-1);
  return told?.replace(/^psql:\S*\s*/, '').trim() || 'psql ended without a word';
}

/**
 * Opens a session with psql.
 *
 * @throws PostgresRefusal when the server does not take it; ProblemError ENGINE_UNREACHABLE when the engine of its
 *   container has gone away, then and later
 */
export async function openPsql(
  server: PostgresServer,
  database: string,
  application: string,
  signal?: AbortSignal,
): Promise<Psql> {
  const child = server.start('psql', FLAGS, { database, application, signal });
  const input: Writable = child.stdin;
  const lines: string[] = [];
  let waiting: PromiseWithResolvers<string[]> | undefined;
  let gone: PostgresRefusal | undefined;
  const ended = child.then(({ stderr, shortMessage }) => {
    gone = new PostgresRefusal(refusal(stderr || (shortMessage ?? '')));
    waiting?.reject(gone);
  });
  input.on('error', () => undefined);
  createInterface({ input: child.stdout }).on('line', line => {
    if (line !== MARK) return void lines.push(line);
    waiting?.resolve(lines.splice(0));
  });
  async function ask(sql: string): Promise<string[]> {
    signal?.throwIfAborted();
    if (gone !== undefined) throw gone;
    waiting = Promise.withResolvers();
    input.write(`${sql}\n;\n\\echo ${MARK}\n`);
    try {
      return await waiting.promise;
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof PostgresRefusal && server.service !== undefined)
        await ensureEngine(`psql: ${error.message}`, signal ?? AbortSignal.timeout(ENGINE_MS));
      throw error;
    } finally {
      waiting = undefined;
    }
  }
  await ask(SETTINGS.join(' '));
  return {
    async run(sql) {
      await ask(sql);
    },
    async rows<Row>(query: string) {
      const text = await ask(`select coalesce(jsonb_agg(to_jsonb(one)), '[]') from (${query}) as one`);
      return JSON.parse(text.join('')) as Row[];
    },
    async [Symbol.asyncDispose]() {
      input.end();
      await ended;
    },
  };
}

/** Lends a session. */
export async function withPsql<T>(
  server: PostgresServer,
  database: string,
  application: string,
  signal: AbortSignal | undefined,
  work: (psql: Psql) => Promise<T>,
): Promise<T> {
  await using psql = await openPsql(server, database, application, signal);
  return await work(psql);
}
