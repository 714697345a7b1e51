import { foreign, type Greeting, refused } from './greeting.ts';

/** Errors that a server gives to whoever has not signed in; all others say that it does not work. */
const WANTS_ACCOUNT = /^-(?:NOAUTH|NOPERM)\b/;

/** PING as RESP has it (Redis serialization protocol specification), which Valkey, KeyDB and Dragonfly speak too. */
export const greet: Greeting = async talk => {
  talk.send('*1\r\n$4\r\nPING\r\n');
  const answer = await talk.line();
  if (answer === '+PONG') return { reply: 'ready' };
  if (WANTS_ACCOUNT.test(answer)) return { reply: 'ready', wantsAccount: true };
  return answer.startsWith('-') ? refused(answer.slice(1)) : foreign(answer);
};
