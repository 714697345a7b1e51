import type { DatabaseFailure } from '../../model/observations/postgres.ts';
import type { DatabaseTarget } from '../../model/target.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { CodePage } from '../check.ts';
import { fail } from '../verdict.ts';
import { type ConnectionCode, connectionCodes, judgeConnectionFailure } from './connection-failure.ts';

const statementCodes = {
  TABLE_MISSING: {
    title: 'A table does not exist (42P01)',
    cause:
      'Migrations have not run, the table was dropped, it is in another schema, or this is another database.',
    fix: 'Run the migrations; compare the database and the search_path of the role with the application’s.',
  },
  COLUMN_MISSING: {
    title: 'A column does not exist (42703)',
    cause:
      'The database is at another migration than the statement was written for, or the name is misspelt.',
    fix: 'Run the migrations, or correct the statement in failsafe.yaml.',
  },
  QUERY_TIMEOUT: {
    title: 'The statement took too long (57014)',
    cause: 'It waits for a lock, scans a large table, or the server is overloaded.',
    fix: 'Look at database.blocked-sessions and at EXPLAIN of the statement; raise its `timeout` if it may take this long.',
  },
  NOT_READ_ONLY: {
    title: 'The statement writes (25006)',
    cause: 'Declared queries run in a read-only transaction, and this one changes data.',
    fix: 'Declare a statement that only reads.',
  },
  INVALID_SQL: {
    title: 'The statement is not valid',
    cause: 'A syntax error, more than one statement, or a function or type that does not exist.',
    fix: 'Correct the statement in failsafe.yaml; the server’s message says where.',
  },
} as const satisfies Record<string, CodePage>;

/** Codes of a statement that failed, or whose session was not to be had. */
export const queryCodes = { ...connectionCodes, ...statementCodes };

/** One of {@link queryCodes}. */
export type QueryCode = ConnectionCode | keyof typeof statementCodes;

const BY_SQLSTATE: Readonly<Record<string, keyof typeof statementCodes>> = {
  '42P01': 'TABLE_MISSING',
  '3F000': 'TABLE_MISSING',
  '42703': 'COLUMN_MISSING',
  '57014': 'QUERY_TIMEOUT',
  '25006': 'NOT_READ_ONLY',
  '42601': 'INVALID_SQL',
  '42883': 'INVALID_SQL',
  '42704': 'INVALID_SQL',
};

/** The verdict on a statement that gave no rows because it failed. */
export function judgeQueryFailure(failure: DatabaseFailure, target: DatabaseTarget): Verdict<QueryCode> {
  const code = BY_SQLSTATE[failure.code];
  if (code === undefined) return judgeConnectionFailure(failure, target);
  return fail(code, failure.message, {
    got: failure.message,
    evidence: { code: failure.code },
    // A table that is gone is gone for every statement
    mark: { cause: `${failure.code} ${failure.message}` },
  });
}
