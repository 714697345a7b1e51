import { connect } from 'node:net';
import type { Address } from '../../../model/stack.ts';

const PROTOCOL_3_0 = 196_608;
/** SQLSTATE */
const CANNOT_CONNECT_NOW = '57P03';

/** The first packet of PostgreSQL's protocol: its length, the version, and who wants what. */
function startupPacket(): Buffer {
  const body = Buffer.from('user\0postgres\0database\0postgres\0\0');
  const head = Buffer.alloc(8);
  head.writeInt32BE(head.length + body.length, 0);
  head.writeInt32BE(PROTOCOL_3_0, 4);
  return Buffer.concat([head, body]);
}

/**
 * Asks, as `pg_isready` does, whether a server takes sessions: it does unless it says that it starts or stops (57P03);
 * too many sessions are no fault of the server's own. Needs no credentials, and once the server is up leaves nothing in its log. Gives undefined when it does, else what was seen instead.
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
      const { code, message } = refusal(answer);
      settle(code === CANNOT_CONNECT_NOW ? `PostgreSQL refuses sessions: ${message}` : undefined);
    });
    socket.once('end', () => settle('PostgreSQL closed the connection'));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      settle(signal.aborted ? 'PostgreSQL does not answer' : `PostgreSQL: ${error.code ?? error.message}`);
    });
  });
}

/** Code and message of an ErrorResponse, whose fields are a letter and a text that ends in a zero byte. */
function refusal(answer: Buffer): { code?: string; message?: string } {
  if (answer.toString('latin1', 0, 1) !== 'E') return {};
  const fields = answer.toString('utf8', 5).split('\0');
  const field = (letter: string) => fields.find(one => one.startsWith(letter))?.slice(1);
  return { code: field('C'), message: field('M') };
}
