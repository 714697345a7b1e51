import { foreign, type Greeted, type Greeting, refused } from './greeting.ts';
import type { Talk } from './talk.ts';

const HEAD = 4;
const PROTOCOL = 10;
const ERROR = 0xff;
const SWITCH = 0xfe;
/** CLIENT_PROTOCOL_41, CLIENT_SECURE_CONNECTION, CLIENT_PLUGIN_AUTH. */
const CAPABILITIES = 0x0000_0200 | 0x0000_8000 | 0x0008_0000;
const LONGEST_PACKET = 0xff_ffff;
const UTF8 = 33;
/** COM_QUIT. */
const QUIT = Buffer.of(1);
/** An account that nobody has. */
const USER = 'failsafe-ping';
/** Errors of a server that works and does not know the account, or none of this machine: ER_ACCESS_DENIED_*, ER_HOST_NOT_PRIVILEGED … */
const WANTS_ACCOUNT = [1045, 1044, 1130, 1698, 1251, 1275, 1862, 3118];

interface Packet {
  readonly sequence: number;
  readonly body: Buffer;
}

async function packet(talk: Talk): Promise<Packet | Buffer> {
  const head = await talk.take(HEAD);
  const length = head.length < HEAD ? 0 : head.readUIntLE(0, 3);
  if (length === 0 || length > 4096) return head;
  const body = await talk.take(length);
  return body.length < length ? Buffer.concat([head, body]) : { sequence: head[3] ?? 0, body };
}

function send(talk: Talk, sequence: number, body: Buffer): void {
  const head = Buffer.alloc(HEAD);
  head.writeUIntLE(body.length, 0, 3);
  head[3] = sequence;
  talk.send(Buffer.concat([head, body]));
}

/** ERR_Packet: number, then `#` and a state of five characters once the handshake has begun, then the text. */
const errorOf = (body: Buffer) => ({
  number: body.length < 3 ? 0 : body.readUInt16LE(1),
  message: body.toString('utf8', body[3] === 0x23 ? 9 : 3),
});

function judge(body: Buffer, more: { readonly version?: string }): Greeted {
  const { number, message } = errorOf(body);
  return WANTS_ACCOUNT.includes(number) ? { reply: 'ready', ...more, wantsAccount: true } : refused(message);
}

function handshakeResponse(): Buffer {
  const fixed = Buffer.alloc(32);
  fixed.writeUInt32LE(CAPABILITIES, 0);
  fixed.writeUInt32LE(LONGEST_PACKET, 4);
  fixed[8] = UTF8;
  return Buffer.concat([fixed, Buffer.from(`${USER}\0\0mysql_native_password\0`, 'latin1')]);
}

/**
 * The greeting of MySQL and MariaDB, and a sign-in with an account that is not there, which they refuse (client/server
 * protocol: HandshakeV10, HandshakeResponse41). Without the sign-in the server counts a broken handshake, and after
 * `max_connect_errors` of them it blocks this machine.
 */
export const greet: Greeting = async talk => {
  const greeting = await packet(talk);
  if (Buffer.isBuffer(greeting)) return foreign(greeting);
  if (greeting.body[0] === ERROR) return judge(greeting.body, {});
  const end = greeting.body.indexOf(0, 1);
  if (greeting.body[0] !== PROTOCOL || end === -1) return foreign(greeting.body);
  const version = greeting.body.toString('latin1', 1, end);
  send(talk, greeting.sequence + 1, handshakeResponse());
  let answer = await packet(talk);
  if (!Buffer.isBuffer(answer) && answer.body[0] === SWITCH) {
    send(talk, answer.sequence + 1, Buffer.of());
    answer = await packet(talk);
  }
  if (Buffer.isBuffer(answer)) return foreign(answer);
  if (answer.body[0] !== ERROR) {
    send(talk, 0, QUIT);
    return { reply: 'ready', version };
  }
  return judge(answer.body, { version });
};
