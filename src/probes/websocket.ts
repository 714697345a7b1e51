import type { IncomingMessage } from 'node:http';
import { type RawData, WebSocket } from 'ws';
import type { RawAnswer } from '../model/observations/socketio.ts';
import type { WebSocketObservation, WebSocketParams } from '../model/observations/websocket.ts';
import type { Probe } from '../model/probe.ts';
import { ProbeError } from '../model/probe-error.ts';
import { networkError } from './network-error.ts';
import { pathOf, resolveWeb } from './web-address.ts';
import { connectionAgent } from './websocket/connection-agent.ts';
import { mediaTypeOf, readAnswer } from './websocket/raw-request.ts';
import { stageSignal, until } from './websocket/stage.ts';

/** Longer messages are not read; the default of `ws` is a hundred times that. */
const MOST_BYTES = 2 ** 20;

/** "Abnormal closure": there was no word of it from the other side (RFC 6455 §7.4.1). */
const BROKEN = 1006;

/** What a server refuses after the upgrade, for want of a session or because its handler failed, it closes at once. */
const SETTLING_MS = 500;

type Opening =
  | { readonly kind: 'open' }
  | { readonly kind: 'answer'; readonly response: IncomingMessage }
  | { readonly kind: 'error'; readonly error: Error };
type Heard =
  | { readonly data: RawData; readonly binary: boolean }
  | { readonly code: number; readonly reason: string };

function opening(socket: WebSocket, signal: AbortSignal): Promise<Opening | undefined> {
  return until<Opening>(signal, done => {
    socket.once('open', () => done({ kind: 'open' }));
    socket.once('unexpected-response', (_, response) => done({ kind: 'answer', response }));
    socket.once('error', error => done({ kind: 'error', error }));
  });
}

/** Listens from before the socket is open, so that a greeting sent at once is not missed. */
function firstMessage(socket: WebSocket): Promise<Heard> {
  return new Promise(resolve => {
    socket.once('message', (data, binary) => resolve({ data, binary }));
    socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    // What breaks the protocol is known at once; until it is closed, a server that goes on sending can keep us waiting.
    socket.once('error', ({ message }) => resolve({ code: BROKEN, reason: message }));
  });
}

/** What the client library says of a handshake that was answered, but wrongly. */
function handshakeFault(error: Error, url: string): { code: string; message: string } {
  if (/subprotocol/i.test(error.message)) return { code: 'SUBPROTOCOL_REFUSED', message: error.message };
  const known = networkError(error, url);
  if (known instanceof ProbeError) throw known;
  return { code: 'BAD_HANDSHAKE', message: error.message };
}

/** What came of a refusal: its head says enough when the body is broken off, or does not end in time. */
async function readRefusal(response: IncomingMessage, signal: AbortSignal): Promise<RawAnswer> {
  const cut = () => void response.destroy();
  signal.addEventListener('abort', cut, { once: true });
  try {
    return await readAnswer(response);
  } catch {
    return { status: response.statusCode ?? 0, mediaType: mediaTypeOf(response), body: '' };
  } finally {
    signal.removeEventListener('abort', cut);
  }
}

async function notOpened(
  opened: Opening | undefined,
  url: string,
  signal: AbortSignal,
): Promise<WebSocketObservation> {
  if (opened?.kind === 'answer') {
    const { status, mediaType, body } = await readRefusal(opened.response, signal);
    return { opened: false, url, status, mediaType, body };
  }
  const late = { code: 'TIMEOUT', message: 'no answer to the upgrade' };
  const error = opened?.kind === 'error' ? handshakeFault(opened.error, url) : late;
  return { opened: false, url, error };
}

const asBuffer = (data: RawData) =>
  Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer<ArrayBuffer>);

async function listen(
  socket: WebSocket,
  url: string,
  first: Promise<Heard>,
  signal: AbortSignal,
): Promise<WebSocketObservation> {
  const heard = await until<Heard>(signal, done => void first.then(done));
  const open = { opened: true, url, protocol: socket.protocol } as const;
  if (heard === undefined) return { ...open, binary: false };
  if ('code' in heard) return { ...open, binary: false, closed: heard };
  const message = asBuffer(heard.data).toString(heard.binary ? 'base64' : 'utf8');
  return { ...open, binary: heard.binary, message };
}

/** Whether it stays open for a moment: an upgrade that is answered says nothing of the handler behind it. */
async function settle(socket: WebSocket, url: string, signal: AbortSignal): Promise<WebSocketObservation> {
  const closed = await until<{ code: number; reason: string }>(signal, done => {
    socket.once('close', (code, reason) => done({ code, reason: reason.toString() }));
  });
  return { opened: true, url, protocol: socket.protocol, binary: false, ...(closed && { closed }) };
}

async function converse(
  socket: WebSocket,
  url: string,
  { send, listen: wanted, stageMs }: WebSocketParams,
  whole: AbortSignal,
): Promise<WebSocketObservation> {
  const first = firstMessage(socket);
  const opened = await opening(socket, stageSignal(whole, stageMs));
  if (opened?.kind !== 'open') return notOpened(opened, url, stageSignal(whole, stageMs));
  if (send !== undefined) socket.send(send);
  if (!wanted) return settle(socket, url, stageSignal(whole, Math.min(stageMs, SETTLING_MS)));
  return listen(socket, url, first, stageSignal(whole, stageMs));
}

/** Opens a WebSocket, sends a text, hears the first message. */
export const probe: Probe<'websocket'> = {
  id: 'websocket',
  async observe(params, context) {
    const address = await resolveWeb(params.target, context);
    const url = `${address.origin.replace(/^http/, 'ws')}${pathOf(params.target, params.path)}`;
    const socket = new WebSocket(url, [...params.protocols], {
      agent: connectionAgent(address),
      maxPayload: MOST_BYTES,
    });
    socket.on('error', () => undefined);
    try {
      return await converse(socket, url, params, context.signal);
    } finally {
      socket.terminate();
    }
  },
};
