import type { DatabaseFailure } from '../../model/observations/postgres.ts';
import { causeChain } from '../../model/problem.ts';

/** What pg says without giving a code. */
const BY_MESSAGE: readonly (readonly [RegExp, string])[] = [
  [/^timeout expired$|due to connection timeout|^Query read timeout$/, 'TIMEOUT'],
  [/does not support SSL connections/, 'TLS_UNSUPPORTED'],
  [/error establishing an SSL connection/, 'TLS_UNSUPPORTED'],
  [/certificate|altname/i, 'TLS_UNTRUSTED'],
  [/client password must be/, 'NO_PASSWORD'],
  [/^Connection terminated|is not queryable$/, 'CLOSED'],
];

const TLS_CODES = /CERT|^UNABLE_TO_|^ERR_TLS|SELF_SIGNED/;
const CLOSED_CODES = ['ECONNRESET', 'EPIPE', 'ERR_STREAM_DESTROYED'];

function codeOf(error: unknown, message: string): string {
  const { code } = (typeof error === 'object' && error !== null ? error : {}) as { code?: unknown };
  if (typeof code === 'string' && code !== '') {
    if (TLS_CODES.test(code)) return 'TLS_UNTRUSTED';
    return CLOSED_CODES.includes(code) ? 'CLOSED' : code;
  }
  return BY_MESSAGE.find(([pattern]) => pattern.test(message))?.[1] ?? 'UNKNOWN';
}

/** Gives an error of pg a stable code; `timedOut`: our own time was up, whatever pg made of that. */
export function databaseFailure(error: unknown, timedOut = false): DatabaseFailure {
  const [message = 'unknown'] =
    error instanceof AggregateError ? error.errors.flatMap(causeChain) : causeChain(error);
  if (timedOut) return { code: 'TIMEOUT', message: 'no answer in time' };
  return { code: codeOf(error, message), message };
}
