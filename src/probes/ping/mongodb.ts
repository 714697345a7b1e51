import { foreign, type Greeting, refused } from './greeting.ts';

const HEAD = 16;
const OP_MSG = 2013;
/** Longer than any answer to `hello`. */
const MOST_BYTES = 32 * 1024;
/** `{ hello: 1, $db: 'admin' }` in BSON. */
const HELLO = Buffer.from('\x1f\0\0\0\x10hello\0\x01\0\0\0\x02$db\0\x06\0\0\0admin\0\0', 'latin1');

function opMsg(document: Buffer): Buffer {
  const head = Buffer.alloc(HEAD + 5);
  head.writeInt32LE(head.length + document.length, 0);
  head.writeInt32LE(1, 4);
  head.writeInt32LE(OP_MSG, 12);
  return Buffer.concat([head, document]);
}

/** Bytes of a value by its BSON type; of those that are not named here it is written before the value. */
const SIZES: Readonly<Record<number, number>> = {
  1: 8,
  7: 12,
  8: 1,
  9: 8,
  10: 0,
  16: 4,
  17: 8,
  18: 8,
  19: 16,
};

function sizeOf(type: number, bson: Buffer, at: number): number | undefined {
  if (SIZES[type] !== undefined) return SIZES[type];
  const length = bson.readInt32LE(at);
  if (type === 0x02) return 4 + length;
  if (type === 0x03 || type === 0x04) return length;
  return type === 0x05 ? 5 + length : undefined;
}

function readValue(type: number, bson: Buffer, at: number, size: number): unknown {
  if (type === 0x01) return bson.readDoubleLE(at);
  if (type === 0x10) return bson.readInt32LE(at);
  if (type === 0x08) return bson[at] === 1;
  return type === 0x02 ? bson.toString('utf8', at + 4, at + size - 1) : undefined;
}

/**
 * The numbers, texts and truth values at the top of a BSON document.
 *
 * @throws RangeError when it is none
 */
function topOf(bson: Buffer): Map<string, unknown> {
  const found = new Map<string, unknown>();
  let at = 4;
  while (bson.readUInt8(at) !== 0) {
    const type = bson.readUInt8(at);
    const end = bson.indexOf(0, at + 1);
    const start = end + 1;
    const size = end === -1 ? undefined : sizeOf(type, bson, start);
    if (size === undefined || size < 0 || start + size > bson.length) throw new RangeError('no BSON');
    found.set(bson.toString('utf8', at + 1, end), readValue(type, bson, start, size));
    at = start + size;
  }
  return found;
}

/** `hello` in an OP_MSG (MongoDB wire protocol), which every server answers to clients that have not signed in. */
export const greet: Greeting = async talk => {
  talk.send(opMsg(HELLO));
  const head = await talk.take(HEAD);
  const length = head.length < HEAD ? 0 : head.readInt32LE(0) - HEAD;
  if (length < 5 || length > MOST_BYTES || head.readInt32LE(12) !== OP_MSG) return foreign(head);
  const body = await talk.take(length);
  let answer: Map<string, unknown>;
  try {
    answer = topOf(body.subarray(5));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return foreign(body);
  }
  if (answer.get('ok') !== 1)
    return refused(String(answer.get('errmsg') ?? 'it answers, and not with ok: 1'));
  const serves = answer.get('isWritablePrimary') === true || answer.get('secondary') === true;
  return serves
    ? { reply: 'ready' }
    : refused('it is neither a primary nor a secondary: it serves nobody yet');
};
