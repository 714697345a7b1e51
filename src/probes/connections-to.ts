import { lookup } from 'node:dns';
import type { Agent } from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { http } from './node-http.ts';
import type { WebAddress } from './web-address.ts';

/** Connects to where the service really is, whatever the host name in the URL; kept alive until it is destroyed. */
export function connectionsTo({ connect, servername, ca, origin }: WebAddress): Agent {
  const elsewhere: LookupFunction = (_host, options, callback) => lookup(connect.host, options, callback);
  const options = { keepAlive: true, lookup: elsewhere };
  return origin.startsWith('https:')
    ? new https.Agent({ ...options, ca, servername })
    : new http.Agent(options);
}
