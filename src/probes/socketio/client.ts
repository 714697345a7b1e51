import type { Socket } from 'node:net';
import { type Socket as IoSocket, Manager } from 'socket.io-client';
import type { ClientOutcome } from '../../model/observations/socketio.ts';
import type { WebAddress } from '../web-address.ts';
import { connectionAgent } from '../websocket/connection-agent.ts';
import { limitBytes } from '../websocket/limit-bytes.ts';
import { stageSignal, until } from '../websocket/stage.ts';
import { TRANSPORTS } from './guarded-transports.ts';

/** Of one message over WebSocket. */
const MOST_BYTES = 16 * 2 ** 20;
/** Of one answer to a poll, which the client writes together piece by piece. */
const MOST_BYTES_OF_POLL = 4 * 2 ** 20;
/** Events that are kept, the newest ones. */
const MOST_EVENTS = 1000;

/** An event as it arrived. */
export interface Received {
  readonly event: string;
  readonly arguments: readonly unknown[];
  /** `performance.now()` */
  readonly at: number;
}

/** A client and what became of it. */
export interface Client {
  readonly outcome: ClientOutcome;
  readonly socket: IoSocket;
  readonly received: readonly Received[];
  readonly startedAt: number;
  /** Resolves with the reason once the connection is lost. */
  readonly disconnected: Promise<string>;
  close(): void;
}

/** Where to, and how. */
export interface ClientOptions {
  readonly path: string;
  readonly namespace: string;
  readonly transports: readonly ('polling' | 'websocket')[];
  readonly stageMs: number;
}

interface TransportFault extends Error {
  readonly type?: string;
  readonly description?: number | { readonly message?: string };
}

function statusBehind({ description }: TransportFault): number | undefined {
  if (typeof description === 'number') return description === 0 ? undefined : description;
  const status = /Unexpected server response: (\d+)/.exec(description?.message ?? '')?.[1];
  return status === undefined ? undefined : Number(status);
}

/** Tells the server's refusal, which comes as a packet, from a connection that failed. */
function failure(fault: TransportFault | undefined): ClientOutcome {
  if (fault === undefined || fault.message === 'timeout') {
    return { connected: false, why: 'timeout', message: 'no connection in time' };
  }
  const why = fault.type === 'TransportError' ? 'transport' : 'refused';
  return { connected: false, why, message: fault.message, status: statusBehind(fault) };
}

/** The reason for which the client itself closes a connection: after a refusal. */
const OWN_CLOSE = 'forced close';

/** A connection that ends before the namespace answers: the client keeps silent about it. */
const brokenOff = (reason: string): TransportFault =>
  Object.assign(new Error(`the connection ended before it was confirmed: ${reason}`), {
    type: 'TransportError',
  });

/** Resolves once the client has left polling, or with why it does not. Call it when the connection is being opened. */
function upgraded({ engine }: Manager, signal: AbortSignal): Promise<string | undefined> {
  return until<string>(signal, done => {
    engine.once('handshake', ({ upgrades }) => {
      if (!upgrades.includes('websocket')) done('the server offers no WebSocket');
    });
    engine.once('upgrade', () => done('upgraded'));
    engine.once('upgradeError', error => done(error.message));
    engine.once('close', reason => done(reason));
  });
}

/** Ends a poll that does not end by itself: the client keeps all of its answer. */
function pollingAgent(address: WebAddress): ReturnType<typeof connectionAgent> {
  const agent = connectionAgent(address);
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) =>
    limitBytes(connect(options, callback) as Socket, MOST_BYTES_OF_POLL);
  return agent;
}

/** Connects, once, and waits for the upgrade where one is due. */
export async function connectClient(
  address: WebAddress,
  { path, namespace, transports, stageMs }: ClientOptions,
  whole: AbortSignal,
): Promise<Client> {
  const agent = connectionAgent(address);
  const polling = pollingAgent(address);
  const manager = new Manager(address.origin, {
    path,
    transports: transports.map(name => TRANSPORTS[name]),
    transportOptions: { polling: { agent: polling }, websocket: { maxPayload: MOST_BYTES } },
    // The type knows the browser's agents only.
    agent: agent as never,
    withCredentials: true,
    reconnection: false,
    autoConnect: false,
    timeout: stageMs,
  });
  const socket = manager.socket(namespace);
  const received: Received[] = [];
  socket.onAny((event, ...given) => {
    received.push({ event, arguments: given, at: performance.now() });
    if (received.length > MOST_EVENTS) received.shift();
  });
  const startedAt = performance.now();
  const disconnected = new Promise<string>(resolve => socket.once('disconnect', resolve));
  let leftPolling: Promise<string | undefined> | undefined;
  const fault = await until<TransportFault | 'none'>(stageSignal(whole, stageMs), done => {
    socket.once('connect', () => done('none'));
    socket.once('connect_error', done);
    socket.connect();
    manager.engine.once('close', reason => {
      if (reason !== OWN_CLOSE) done(brokenOff(reason));
    });
    leftPolling = upgraded(manager, stageSignal(whole, 2 * stageMs));
  });
  const close = () => {
    socket.disconnect();
    manager.engine?.close();
    agent.destroy();
    polling.destroy();
  };
  const client = { socket, received, startedAt, disconnected, close };
  if (fault !== 'none') return { ...client, outcome: failure(fault) };
  const transport = () => manager.engine.transport.name;
  if (transport() === 'websocket' || transports.length === 1) {
    return { ...client, outcome: { connected: true, transport: transport() } };
  }
  const end = (await leftPolling) ?? 'the upgrade did not end in time';
  const upgradeError = transport() === 'websocket' ? undefined : end;
  return { ...client, outcome: { connected: true, transport: transport(), upgradeError } };
}
