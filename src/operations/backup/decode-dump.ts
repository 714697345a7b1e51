import { runProgram } from '../postgres/run-program.ts';
import type { PostgresServer } from '../postgres/server.ts';

/** Reads every byte of a dump: its list of contents alone is whole even when the data are not. */
export const DECODE_FLAGS = ['--file=/dev/null'];

/**
 * Decodes a dump from its first to its last row. No session is opened.
 *
 * @throws ProgramFailure when it cannot be read to its end
 */
export function decodeDump(server: PostgresServer, file: string, signal: AbortSignal): Promise<void> {
  return runProgram('pg_restore', DECODE_FLAGS, {
    server,
    database: '',
    application: 'failsafe',
    signal,
    from: file,
  });
}
