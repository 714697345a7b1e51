import type { DatabaseFailure } from '../../model/observations/postgres.ts';
import type { DatabaseTarget } from '../../model/target.ts';
import type { Fix, Verdict } from '../../model/verdict.ts';
import type { CodePage } from '../check.ts';
import { fail } from '../verdict.ts';

/** Codes of a database that gives no session. */
export const connectionCodes = {
  PASSWORD_REJECTED: {
    title: 'The password was rejected (28P01)',
    cause:
      'The role does not exist, has another password, or its password has expired (VALID UNTIL). A volume keeps the password it was initialised with: a changed POSTGRES_PASSWORD does not reach it.',
    fix: "Compare the password in the environment with the role’s own; set it with ALTER ROLE … PASSWORD. Where the log of the database says that it has expired: ALTER ROLE … VALID UNTIL 'infinity'.",
  },
  NOT_ADMITTED: {
    title: 'The server does not admit this connection (28000)',
    cause:
      'pg_hba.conf has no line for this role, database, address and encryption, or the role may not log in.',
    fix: 'Add a line to pg_hba.conf, or set `tls: true` when the server asks for encryption.',
  },
  NO_PASSWORD: {
    title: 'The server asks for a password and none is declared',
    cause: 'The target in failsafe.yaml has no `password`, or its variable is empty.',
    fix: 'Add `password: { env: NAME }` to the target and set the variable.',
  },
  DATABASE_MISSING: {
    title: 'No such database (3D000)',
    cause: 'The database was never created, was dropped, or another server answers on this port.',
    fix: 'Create the database, or correct the name or the port of the target.',
  },
  DATABASE_CLOSED: {
    title: 'The database takes no sessions (55000)',
    cause:
      'ALLOW_CONNECTIONS was set to false: for a restore, a copy or a drop that was not brought to its end.',
    fix: 'Find out who does it; when nobody does, ALTER DATABASE … ALLOW_CONNECTIONS true from another database.',
  },
  WRONG_DATABASE: {
    title: 'Another database answers',
    cause: 'A connection pooler or proxy leads to another database than the one that was asked for.',
    fix: 'Correct the pooler’s database mapping, or the name in failsafe.yaml.',
  },
  TOO_MANY_CONNECTIONS: {
    title: 'Too many connections (53300)',
    cause:
      'All slots that this role may use are taken, mostly by a service that leaks connections or has too large a pool. The message says whether a role or a database has a CONNECTION LIMIT of its own; failsafe takes two.',
    fix: 'Restart the service that holds them, or make its pool smaller; then raise what the message names: max_connections, or the limit by ALTER ROLE or ALTER DATABASE … CONNECTION LIMIT.',
  },
  SHUTTING_DOWN: {
    title: 'The server ends sessions (57P01, 57P02)',
    cause: 'The server is shutting down or crashed, or an administrator ended the session.',
    fix: 'Read the log of the database; wait until it is up again.',
  },
  STARTING_UP: {
    title: 'The server is starting up (57P03)',
    cause: 'It has just been started, or it recovers after a crash, which can take minutes.',
    fix: 'Wait; if it lasts, read the log of the database.',
  },
  PRIVILEGE_MISSING: {
    title: 'The role lacks a privilege (42501)',
    cause: 'The role may not connect to this database, or may not read what it was asked for.',
    fix: 'GRANT CONNECT ON DATABASE, or SELECT on the table; for statistics GRANT pg_monitor.',
  },
  ECONNREFUSED: {
    title: 'Connection refused',
    cause: 'Nothing listens there: PostgreSQL is down, still starting, or listens on another port.',
    fix: 'Start the database; compare the port with the published one.',
  },
  ENOTFOUND: {
    title: 'The host name is not known',
    cause: 'The name is misspelt, or is one that only exists inside the network of the stack.',
    fix: 'Correct the host, or name the service instead.',
  },
  UNREACHABLE: {
    title: 'The host cannot be reached',
    cause: 'There is no route to it, or a firewall refuses.',
    fix: 'Check the network between this machine and the database.',
  },
  TIMEOUT: {
    title: 'No answer in time',
    cause: 'The server is paused, overloaded or hangs, or packets to it are dropped.',
    fix: 'Look whether the database is paused or busy; raise `database.timeout` only if it is meant to be this slow.',
  },
  CLOSED: {
    title: 'The connection was closed',
    cause: 'The server crashed, or a proxy in between has no server to pass to.',
    fix: 'Read the log of the database at this time.',
  },
  NOT_POSTGRES: {
    title: 'This is not PostgreSQL',
    cause: 'Another service answers on this port.',
    fix: 'Correct the port of the target, or the published ports.',
  },
  TLS_UNSUPPORTED: {
    title: 'The server does not speak TLS',
    cause: 'The target says `tls: true`, and PostgreSQL runs with ssl = off.',
    fix: 'Set ssl = on with a certificate, or remove `tls` from the target.',
  },
  TLS_UNTRUSTED: {
    title: 'The server’s certificate is not trusted',
    cause: 'It is self-signed, has expired, is for another name, or its authority is unknown here.',
    fix: 'Put the authority’s PEM file into NODE_EXTRA_CA_CERTS, or renew the certificate.',
  },
  DATABASE_ERROR: {
    title: 'The database reports an error',
    cause: 'The server’s message says what; its SQLSTATE is in the evidence.',
    fix: 'Look the SQLSTATE up in appendix A of PostgreSQL’s manual and read the log of the database.',
  },
} as const satisfies Record<string, CodePage>;

/** One of {@link connectionCodes}. */
export type ConnectionCode = keyof typeof connectionCodes;

const BY_CODE: Readonly<Record<string, ConnectionCode>> = {
  '28P01': 'PASSWORD_REJECTED',
  '28000': 'NOT_ADMITTED',
  NO_PASSWORD: 'NO_PASSWORD',
  '3D000': 'DATABASE_MISSING',
  '55000': 'DATABASE_CLOSED',
  '53300': 'TOO_MANY_CONNECTIONS',
  '57P01': 'SHUTTING_DOWN',
  '57P02': 'SHUTTING_DOWN',
  '57P03': 'STARTING_UP',
  '42501': 'PRIVILEGE_MISSING',
  ECONNREFUSED: 'ECONNREFUSED',
  ENOTFOUND: 'ENOTFOUND',
  EAI_AGAIN: 'ENOTFOUND',
  EHOSTUNREACH: 'UNREACHABLE',
  ENETUNREACH: 'UNREACHABLE',
  TIMEOUT: 'TIMEOUT',
  ETIMEDOUT: 'TIMEOUT',
  CLOSED: 'CLOSED',
  '08006': 'CLOSED',
  NOT_POSTGRES: 'NOT_POSTGRES',
  TLS_UNSUPPORTED: 'TLS_UNSUPPORTED',
  TLS_UNTRUSTED: 'TLS_UNTRUSTED',
};

/** Where a look into the log helps more than a look into failsafe.yaml. */
const LOG_TELLS: readonly ConnectionCode[] = [
  'ECONNREFUSED',
  'SHUTTING_DOWN',
  'STARTING_UP',
  'TIMEOUT',
  'CLOSED',
];

/** The verdict on a session that could not be had, or ended before its time. */
export function judgeConnectionFailure(
  { code: seen, message }: DatabaseFailure,
  target: Pick<DatabaseTarget, 'name' | 'endpoint' | 'database' | 'user'>,
): Verdict<ConnectionCode> {
  const code = BY_CODE[seen] ?? 'DATABASE_ERROR';
  const fixes: Fix[] = [{ text: connectionCodes[code].fix }];
  if (LOG_TELLS.includes(code) && 'service' in target.endpoint) {
    const { service } = target.endpoint;
    fixes.push({ text: `Read the log of ${service}.`, act: { action: 'logs', service } });
  }
  return fail(code, `${target.name}: ${connectionCodes[code].title.replace(/ \(.*/, '')}: ${message}`, {
    expected: `a session of ${target.user} with database ${target.database}`,
    got: message,
    evidence: { code: seen },
    fixes,
  });
}
