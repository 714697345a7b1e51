import { connect } from 'node:net';
import type { Address } from '../../../model/stack.ts';

const PROTOCOL_3_0 = 196_608;

/** The first packet of PostgreSQL's protocol: its length, the version, and who wants what. */
function startupPacket(): Buffer {
  const body = Buffer.from('user\0postgres\0database\0postgres\0\0');
  const head = Buffer.alloc(8);
  head.writeInt32BE(head.length + body.length, 0);
  head.writeInt32BE(PROTOCOL_3_0, 4);
  return Buffer.concat([head, body]);
}

/**
 * Asks, as `pg_isready` does, whether a server takes sessions: it does when it goes on to ask for a password. Needs no
 * credentials, and once the server is up leaves nothing in its log. Gives undefined when it does, else what was seen instead.
 */
export function postgresAccepts(address: Address, signal: AbortSignal): Promise<string | undefined> {
  return new Promise(resolve => {
    const socket = connect({ ...address, signal });
    const settle = (outcome?: string) => {
      socket.destroy();
      resolve(outcome);
    };
    socket.once('connect', () => socket.write(startupPacket()));
    socket.once('data', answer => {
      const [kind] = answer.toString('latin1', 0, 1);
      settle(kind === 'R' ? undefined : `PostgreSQL refuses sessions: ${refusal(answer)}`);
    });
    socket.once('end', () => settle('PostgreSQL closed the connection'));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      settle(signal.aborted ? 'PostgreSQL does not answer' : `PostgreSQL: ${error.code ?? error.message}`);
    });
  });
}

/** The message of an ErrorResponse, whose fields are a letter and a text that ends in a zero byte. */
function refusal(answer: Buffer): string {
  const fields = answer.toString('utf8', 5).split('\0');
  return fields.find(field => field.startsWith('M'))?.slice(1) ?? 'unknown answer';
}
