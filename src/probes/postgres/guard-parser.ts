import type { Socket } from 'node:net';
import type pg from 'pg';

/** What a session may bring in all; the results of declared queries are small, and a server without end is not. */
const MOST_BYTES = 8 * 2 ** 20;
/** PostgreSQL's longest message that is not a row: an error with all its context. */
const MOST_BYTES_OF_GREETING = 2 ** 20;

/** The part of pg's connection that reads, which has no type of its own. */
interface Reading {
  attachListeners(stream: Socket): void;
  emit(event: 'error', error: Error): void;
  once(event: 'readyForQuery', listener: () => void): void;
}

/**
 * Keeps pg from what it does with bytes that are no protocol of PostgreSQL's: it throws where nobody can catch it, which
 * ends the process, or waits for a message of gigabytes and keeps all of it.
 */
export function guardParser(client: pg.Client): void {
  const connection = (client as unknown as { connection: Reading }).connection;
  const attach = connection.attachListeners.bind(connection);
  let most = MOST_BYTES_OF_GREETING;
  connection.once('readyForQuery', () => {
    most = MOST_BYTES;
  });
  connection.attachListeners = stream => {
    const on = stream.on.bind(stream) as (event: string, listener: (chunk: Buffer) => void) => Socket;
    const refuse = (code: string, message: string) => {
      stream.destroy();
      connection.emit('error', Object.assign(new Error(message), { code }));
    };
    const guardedOn = (event: string, listener: (chunk: Buffer) => void) => {
      if (event !== 'data') return on(event, listener);
      let bytes = 0;
      return on(event, chunk => {
        bytes += chunk.length;
        if (stream.destroyed) return;
        if (bytes > most)
          return refuse(most === MOST_BYTES ? 'TOO_MUCH' : 'NOT_POSTGRES', `more than ${most} bytes came`);
        try {
          listener(chunk);
        } catch (error) {
          refuse('NOT_POSTGRES', `the answer is not PostgreSQL’s protocol: ${(error as Error).message}`);
        }
      });
    };
    stream.on = guardedOn as typeof stream.on;
    attach(stream);
    stream.on = on as typeof stream.on;
  };
}
