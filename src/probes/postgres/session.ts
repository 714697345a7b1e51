import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { DatabaseFailure } from '../../model/observations/postgres.ts';
import type { ProbeContext } from '../../model/probe.ts';
import { ProbeError } from '../../model/probe-error.ts';
import type { Address, Stack } from '../../model/stack.ts';
import type { DatabaseTarget } from '../../model/target.ts';
import { timeIsUp } from '../time-is-up.ts';
import { databaseFailure } from './failure.ts';
import { guardParser } from './guard-parser.ts';
import { jsonTypes } from './value-types.ts';

/** A connection to a database. */
export interface Session {
  readonly client: pg.Client;
  readonly connectMs: number;
  /** What the server said when it ended the session between two statements; pg forgets it. */
  lastWord(): unknown;
}

/** Carries a database's refusal from where it happened to {@link inSession}. */
class DatabaseFailureError extends Error {
  readonly failure: DatabaseFailure;
  constructor(failure: DatabaseFailure, options?: { cause?: unknown }) {
    super(failure.message, options);
    this.name = 'DatabaseFailureError';
    this.failure = failure;
  }
}

/** Ends within a moment, even when the server hangs. */
type OpenSession = Session & { close(): Promise<void> };

/** What came of a session. */
export type SessionOutcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: DatabaseFailure };

/** What opening a session needs of a look. */
export type SessionContext = Pick<ProbeContext, 'signal'> & { readonly stack: Pick<Stack, 'address'> };

const GOODBYE_MS = 250;

function addressOf(
  { endpoint }: DatabaseTarget,
  { stack, signal }: SessionContext,
): Promise<Address> | Address {
  return 'service' in endpoint ? stack.address(endpoint.service, endpoint.port, signal) : endpoint;
}

/** Encrypts to a service of the stack without asking whose certificate it is, as libpq's `sslmode=require` does. */
function tlsOptions({ tls, endpoint }: DatabaseTarget): pg.ClientConfig['ssl'] {
  return tls ? { rejectUnauthorized: !('service' in endpoint) } : false;
}

/** A function keeps pg from falling back to PGPASSWORD and ~/.pgpass, which belong to somebody else. */
const passwordOf = (target: DatabaseTarget) => () => target.password?.reveal() ?? '';

function watchFirstBytes(socket: Socket): () => boolean {
  let first = '';
  socket.once('data', (chunk: Buffer | string) => {
    first = chunk.toString('latin1', 0, 5);
  });
  return () => first !== '' && !/^([RENv]|S$)/.test(first);
}

/** Waits for pg, and leaves it when the signal aborts: after that pg may never settle. */
async function connect(client: pg.Client, signal: AbortSignal, giveUp: () => void): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => {
    giveUp();
    reject(signal.reason);
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    await Promise.race([client.connect(), promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

async function openSession(target: DatabaseTarget, context: SessionContext): Promise<OpenSession> {
  const { signal } = context;
  const address = await addressOf(target, context);
  const startedAt = performance.now();
  const socket = new Socket();
  const isForeign = watchFirstBytes(socket);
  const destroy = () => void socket.destroy();
  const client = new pg.Client({
    ...address,
    database: target.database,
    user: target.user,
    password: passwordOf(target),
    application_name: 'failsafe',
    ssl: tlsOptions(target),
    types: jsonTypes,
    stream: () => socket,
  });
  guardParser(client);
  let lastWord: unknown;
  client.on('error', error => {
    lastWord ??= error;
  });
  try {
    signal.throwIfAborted();
    await connect(client, signal, destroy);
  } catch (error) {
    destroy();
    const failure = databaseFailure(error, timeIsUp(signal));
    const foreign = { code: 'NOT_POSTGRES', message: 'the answer is not PostgreSQL’s protocol' };
    throw new DatabaseFailureError(isForeign() ? foreign : failure, { cause: error });
  }
  signal.addEventListener('abort', destroy, { once: true });
  return {
    client,
    connectMs: performance.now() - startedAt,
    lastWord: () => lastWord,
    async close() {
      signal.removeEventListener('abort', destroy);
      await Promise.race([client.end().catch(() => undefined), sleep(GOODBYE_MS, undefined, { ref: false })]);
      destroy();
    },
  };
}

async function use<T>(session: OpenSession, work: (session: Session) => Promise<T>): Promise<T> {
  try {
    return await work(session);
  } catch (error) {
    throw session.lastWord() ?? error;
  } finally {
    await session.close();
  }
}

/**
 * Connects as the target says, works in that session, and ends it within a moment even when the server hangs. Whatever
 * the database refuses is a fact to judge, not a failed look.
 *
 * @throws ProbeError when its service has no address, or the run was cancelled.
 */
export async function inSession<T>(
  target: DatabaseTarget,
  context: SessionContext,
  work: (session: Session) => Promise<T>,
): Promise<SessionOutcome<T>> {
  try {
    return { ok: true, value: await use(await openSession(target, context), work) };
  } catch (error) {
    if (error instanceof DatabaseFailureError) return { ok: false, failure: error.failure };
    if (error instanceof ProbeError) throw error;
    const failure = databaseFailure(error, timeIsUp(context.signal));
    if (failure.code === 'UNKNOWN') throw error;
    return { ok: false, failure };
  }
}
