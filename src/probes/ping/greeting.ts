import type { PingReply } from '../../model/observations/ping.ts';
import type { Talk } from './talk.ts';

/** What came of a greeting; the time is taken around it. */
export type Greeted = Omit<Extract<PingReply, { reply: 'ready' }>, 'durationMs'> | Refused | Foreign;
type Refused = Omit<Extract<PingReply, { reply: 'refused' }>, 'durationMs'>;
type Foreign = Omit<Extract<PingReply, { reply: 'foreign' }>, 'durationMs'>;

/** Greets a server in one protocol, and says what it answered. */
export type Greeting = (talk: Talk) => Promise<Greeted>;

const MOST_SHOWN = 160;

const printable = (text: string) =>
  JSON.stringify(text.slice(0, MOST_SHOWN)).slice(1, -1) + (text.length > MOST_SHOWN ? '…' : '');

/** Bytes that are not of the protocol. */
export const foreign = (got: Buffer | string): Foreign => ({
  reply: 'foreign',
  got: printable(typeof got === 'string' ? got : got.toString('latin1')),
});

/** An error in the words of the protocol. */
export const refused = (message: string): Refused => ({ reply: 'refused', message: printable(message) });
