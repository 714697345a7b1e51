import { fill, unique } from '../matching/template.ts';
import type {
  RawAnswer,
  RawFault,
  SocketIoObservation,
  SocketIoParams,
} from '../model/observations/socketio.ts';
import type { Probe } from '../model/probe.ts';
import { ProbeError } from '../model/probe-error.ts';
import { type Client, connectClient } from './socketio/client.ts';
import { awaitEvent, echo } from './socketio/converse.ts';
import { shakeHands } from './socketio/handshake.ts';
import { useSession } from './socketio/session.ts';
import { socketIoPath } from './socketio/socketio-path.ts';
import { resolveWeb, type WebAddress } from './web-address.ts';
import { rawRequest, upgradeHeaders } from './websocket/raw-request.ts';
import { stageSignal, until } from './websocket/stage.ts';

async function upgrade(
  address: WebAddress,
  path: string,
  signal: AbortSignal,
): Promise<RawAnswer | RawFault> {
  try {
    const request = { path: `${path}?EIO=4&transport=websocket`, headers: upgradeHeaders() };
    const { status, mediaType, body } = await rawRequest(address, request, signal);
    return { status, mediaType, body };
  } catch (error) {
    if (!(error instanceof ProbeError) || error.kind === 'observer') throw error;
    return { error: { code: error.code, message: error.message } };
  }
}

/** What a server refuses in its connect handler, it ends at once. */
const SETTLING_MS = 500;
/** The client's word for an end that the server asked for. */
const ENDED = 'io server disconnect';

/** Whether a client is still connected after a moment: that it was confirmed says nothing of the handler behind it. */
async function settle(client: Client, whole: AbortSignal): Promise<Client> {
  if (!client.outcome.connected) return client;
  const lost = await until<string>(
    stageSignal(whole, SETTLING_MS),
    done => void client.disconnected.then(done),
  );
  if (lost !== ENDED) return client;
  const message = 'the server ended the connection as soon as it was confirmed';
  return { ...client, outcome: { connected: false, why: 'ended', message } };
}

/** Hears and speaks through the first client that is connected. */
async function converse(
  clients: readonly Client[],
  params: SocketIoParams,
  whole: AbortSignal,
): Promise<Pick<SocketIoObservation, 'greeting' | 'echo' | 'events' | 'unique'>> {
  const variables = { unique: unique() };
  const client = clients.find(({ outcome }) => outcome.connected);
  if (client === undefined) return { events: [], unique: variables.unique };
  const stage = () => stageSignal(whole, params.stageMs);
  const greeting = params.greets && (await awaitEvent(client, params.greets, client.startedAt, stage()));
  const answer = params.echo && (await echo(client, params.echo, fill(params.echo.data, variables), stage()));
  return {
    greeting: greeting || undefined,
    echo: answer,
    events: [...new Set(client.received.map(({ event }) => event))],
    unique: variables.unique,
  };
}

/** Tries a Socket.IO server stage by stage: handshake, session, upgrade, clients, conversation. */
export const probe: Probe<'socketio'> = {
  id: 'socketio',
  async observe(params, { stack, signal }) {
    const address = await resolveWeb(params.target, { stack, signal });
    const path = socketIoPath(params);
    const stage = () => stageSignal(signal, params.stageMs);
    const { handshake, session } = await shakeHands(address, path, stage());
    const url = `${address.origin}${path}`;
    if (session === undefined) return { url, handshake, events: [], unique: '' };
    const facts = await useSession(address, path, session, stage());
    const options = { path, namespace: params.namespace, stageMs: params.stageMs };
    const opened: Client[] = [];
    const connect = async (...transports: ('polling' | 'websocket')[]) => {
      const client = await connectClient(address, { ...options, transports }, signal);
      opened.push(client);
      return client;
    };
    try {
      const first = await connect('polling', 'websocket');
      const [client, upgraded, direct] = await Promise.all([
        settle(first, signal),
        upgrade(address, path, stage()),
        connect('websocket').then(one => settle(one, signal)),
      ]);
      return {
        url,
        handshake,
        session: facts,
        upgrade: upgraded,
        client: client.outcome,
        websocketOnly: direct.outcome,
        ...(await converse([client, direct], params, signal)),
      };
    } finally {
      for (const client of opened) client.close();
    }
  },
};
