import type { Dispatcher } from 'undici';
import { Agent, buildConnector } from './undici-parts.ts';
import type { WebAddress } from './web-address.ts';

/** Connections to one address, reused within a cycle. */
export interface WebAgent {
  readonly dispatcher: Dispatcher;
  /** IP address and port of the newest connection. */
  remoteAddress(): string | undefined;
}

/**
 * Shorter than any server's own idle timeout (gunicorn's is 2 s): a request must not run into a connection that the
 * server is about to close, which would look like a crash.
 */
const KEEP_ALIVE_MS = 1000;
/** What browsers take; undici would take 16 KiB, and a long Content-Security-Policy is more. */
const MOST_HEADER_BYTES = 256 * 1024;
const MOST_AGENTS = 50;
const agents = new Map<string, WebAgent>();

function createAgent({ connect: address, servername, ca }: WebAddress): WebAgent {
  let remote: string | undefined;
  const open = buildConnector({ ca, timeout: 0, allowH2: false });
  const dispatcher = new Agent({
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: MOST_HEADER_BYTES,
    connect(options, callback) {
      const to = { ...options, hostname: address.host, port: String(address.port), servername };
      open(to, (...[error, socket]) => {
        if (error !== null) return callback(error, null);
        remote = `${socket.remoteAddress}:${socket.remotePort}`;
        callback(null, socket);
      });
    },
  });
  return { dispatcher, remoteAddress: () => remote };
}

const keys = new WeakMap<WebAddress, string>();

function keyOf(address: WebAddress): string {
  const key = keys.get(address) ?? JSON.stringify(address);
  keys.set(address, key);
  return key;
}

function closeOldest(): void {
  const [oldest] = agents;
  if (oldest === undefined) return;
  agents.delete(oldest[0]);
  void oldest[1].dispatcher.close();
}

/** The shared agent of an address. */
export function agentFor(address: WebAddress): WebAgent {
  const key = keyOf(address);
  const agent = agents.get(key) ?? createAgent(address);
  agents.delete(key);
  agents.set(key, agent);
  if (agents.size > MOST_AGENTS) closeOldest();
  return agent;
}
