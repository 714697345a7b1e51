import { foreign, type Greeting, refused } from './greeting.ts';

/** The greeting of a mail server, 220, and an orderly goodbye (RFC 5321 §3.1, §4.1.1.10). */
export const greet: Greeting = async talk => {
  let line = await talk.line();
  const [, code] = /^(\d{3})(?:[ -]|$)/.exec(line) ?? [];
  if (code === undefined) return foreign(line);
  const first = line;
  while (line.startsWith(`${code}-`)) line = await talk.line();
  talk.send('QUIT\r\n');
  return code === '220' ? { reply: 'ready' } : refused(first);
};
