import { foreign, type Greeting, refused } from './greeting.ts';

/** The command `version` of memcached's text protocol (protocol.txt). */
export const greet: Greeting = async talk => {
  talk.send('version\r\n');
  const answer = await talk.line();
  const version = /^VERSION (\S+)$/.exec(answer)?.[1];
  if (version !== undefined) return { reply: 'ready', version };
  return /^(?:ERROR|(?:CLIENT|SERVER)_ERROR .*)$/.test(answer) ? refused(answer) : foreign(answer);
};
