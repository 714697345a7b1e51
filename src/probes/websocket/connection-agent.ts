import type { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { connect } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import { http } from '../node-http.ts';
import type { WebAddress } from '../web-address.ts';

/** An agent that opens a new connection for each request, to where the target is, whatever its URL says. */
export function connectionAgent({ origin, connect: to, servername, ca }: WebAddress): Agent {
  const secure = origin.startsWith('https:');
  const agent = secure ? new SecureAgent() : new http.Agent();
  agent.createConnection = () =>
    secure ? connectSecurely({ ...to, servername, ca, ALPNProtocols: ['http/1.1'] }) : connect(to);
  return agent;
}
