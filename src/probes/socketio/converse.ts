import type { Reply, SocketIoParams } from '../../model/observations/socketio.ts';
import { until } from '../websocket/stage.ts';
import type { Client, Received } from './client.ts';

const reply = (received: Received, since: number): Reply => ({
  arguments: received.arguments,
  afterMs: Math.round(received.at - since),
});

/** Waits for an event that arrives at `since` or later; one that has come already counts. */
export async function awaitEvent(
  client: Client,
  event: string,
  since: number,
  signal: AbortSignal,
): Promise<Reply | undefined> {
  const find = () => client.received.find(one => one.event === event && one.at >= since);
  const found = await until<Received | undefined>(signal, done => {
    const look = () => {
      const one = find();
      if (one !== undefined) done(one);
    };
    client.socket.onAny(look);
    look();
  });
  return found === undefined ? undefined : reply(found, since);
}

async function awaitAck(
  { socket }: Client,
  emit: string,
  data: readonly unknown[],
  signal: AbortSignal,
): Promise<Reply | undefined> {
  const since = performance.now();
  const given = await until<unknown[]>(signal, done =>
    socket.emit(emit, ...data, (...values: unknown[]) => done(values)),
  );
  return given === undefined
    ? undefined
    : { arguments: given, afterMs: Math.round(performance.now() - since) };
}

/** Emits, and waits for what was declared to come back. */
export function echo(
  client: Client,
  { emit, event, ack }: NonNullable<SocketIoParams['echo']>,
  data: unknown,
  signal: AbortSignal,
): Promise<Reply | undefined> {
  const given = data === undefined ? [] : [data];
  if (ack) return awaitAck(client, emit, given, signal);
  const since = performance.now();
  client.socket.emit(emit, ...given);
  return awaitEvent(client, event ?? emit, since, signal);
}
