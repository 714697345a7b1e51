import { setTimeout as sleep } from 'node:timers/promises';
import { foreign, type Greeting, refused } from './greeting.ts';
import type { Talk } from './talk.ts';

/** Errors that a server gives to whoever has not signed in; all others say that it does not work. */
const WANTS_ACCOUNT = /^-(?:NOAUTH|NOPERM)\b/;

/** Proxies that speak RESP know PING, and some answer no INFO. */
const INFO_MS = 1000;

/** The answer to INFO, by its names; undefined where there is none. */
async function info(talk: Talk): Promise<ReadonlyMap<string, string> | undefined> {
  talk.send('*1\r\n$4\r\nINFO\r\n');
  const length = /^\$(\d+)$/.exec(await talk.line())?.[1];
  if (length === undefined) return undefined;
  const text = (await talk.take(Number(length))).toString('latin1');
  return new Map(text.split('\r\n').map(line => line.split(':', 2) as [string, string]));
}

/** What PING is answered in spite of: every write is refused, or nobody knows how old the data is. */
function faultIn(says: ReadonlyMap<string, string>): string | undefined {
  const [used, most] = ['used_memory', 'maxmemory'].map(name => Number(says.get(name) ?? 0));
  if (most && used && used > most && says.get('maxmemory_policy') === 'noeviction')
    return `OOM: used_memory ${used} is over maxmemory ${most}, and with noeviction each write is refused`;
  if (says.get('role') === 'slave' && says.get('master_link_status') === 'down')
    return `it is a replica of ${says.get('master_host')}, which it does not reach: it takes no writes, and its data gets old`;
  return undefined;
}

/** PING as RESP has it (Redis serialization protocol specification), which Valkey, KeyDB and Dragonfly speak too; then INFO. */
export const greet: Greeting = async talk => {
  talk.send('*1\r\n$4\r\nPING\r\n');
  const answer = await talk.line();
  if (WANTS_ACCOUNT.test(answer)) return { reply: 'ready', wantsAccount: true };
  if (answer !== '+PONG') return answer.startsWith('-') ? refused(answer.slice(1)) : foreign(answer);
  const says = await Promise.race([
    info(talk).catch(() => undefined),
    sleep(INFO_MS, undefined, { ref: false }),
  ]);
  const fault = says && faultIn(says);
  return fault === undefined ? { reply: 'ready' } : refused(fault);
};
