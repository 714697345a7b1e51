import { foreign, type Greeting, refused } from './greeting.ts';

const FRAME_HEAD = 7;
const METHOD = 1;
const CONNECTION_START = 0x000a_000a;

/** The protocol header of AMQP 0-9-1, which a broker that takes clients answers with Connection.Start (§4.2.2). */
export const greet: Greeting = async talk => {
  talk.send(Buffer.from('AMQP\0\0\x09\x01', 'latin1'));
  const head = await talk.take(FRAME_HEAD);
  if (head.toString('latin1', 0, 4) === 'AMQP') {
    return refused('AMQP 0-9-1 is not what it speaks: it answers with another protocol header');
  }
  if (head.length < FRAME_HEAD || head[0] !== METHOD || head.readUInt16BE(1) !== 0) return foreign(head);
  const method = await talk.take(4);
  return method.length === 4 && method.readUInt32BE() === CONNECTION_START
    ? { reply: 'ready' }
    : foreign(Buffer.concat([head, method]));
};
