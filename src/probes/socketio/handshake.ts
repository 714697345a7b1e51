import type { Handshake } from '../../model/observations/socketio.ts';
import type { WebAddress } from '../web-address.ts';
import { type RawExchange, rawRequest } from '../websocket/raw-request.ts';

/** The session that a handshake opened. */
export interface Session {
  readonly id: string;
  /** As a browser would send them back: a load balancer may keep a client to its backend by them. */
  readonly cookie: string;
}

/** The polling URL of Engine.IO 4, which Socket.IO 3 and later speak. */
export const pollingPath = (path: string, sid?: string): string =>
  `${path}?EIO=4&transport=polling${sid === undefined ? '' : `&sid=${encodeURIComponent(sid)}`}`;

const cookieOf = (cookies: readonly string[]) => cookies.map(cookie => cookie.split(';')[0]).join('; ');

interface Opened {
  readonly sid: string;
  readonly upgrades: string[];
  readonly pingInterval: number;
  readonly pingTimeout: number;
}

/** Whether it has all that the protocol asks for; clients go on without looking, and fall over what is missing. */
function isOpened(opened: Partial<Record<keyof Opened, unknown>> | null): opened is Opened {
  const { sid, upgrades, pingInterval, pingTimeout } = opened ?? {};
  return (
    typeof sid === 'string' &&
    Array.isArray(upgrades) &&
    typeof pingInterval === 'number' &&
    typeof pingTimeout === 'number'
  );
}

function parseOpen(body: string): Opened | undefined {
  if (!body.startsWith('0{')) return undefined;
  try {
    const opened: Partial<Opened> = JSON.parse(body.slice(1));
    return isOpened(opened) ? opened : undefined;
  } catch {
    return undefined;
  }
}

function describe({ status, mediaType, body }: RawExchange, opened: Opened | undefined): Handshake {
  if (opened === undefined) return { answer: { status, mediaType, body } };
  return {
    answer: { status, mediaType, body: '' },
    open: {
      upgrades: opened.upgrades,
      pingIntervalMs: opened.pingInterval,
      pingTimeoutMs: opened.pingTimeout,
    },
  };
}

/** Asks for a session as every client does first. */
export async function shakeHands(
  address: WebAddress,
  path: string,
  signal: AbortSignal,
): Promise<{ handshake: Handshake; session?: Session }> {
  const exchange = await rawRequest(address, { path: pollingPath(path) }, signal);
  const opened = exchange.status === 200 ? parseOpen(exchange.body) : undefined;
  const session = opened && { id: opened.sid, cookie: cookieOf(exchange.cookies) };
  return { handshake: describe(exchange, opened), session };
}
