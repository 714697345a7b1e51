import type { Matcher } from '../../config/schema/expectation.ts';
import { matchJson } from '../../matching/match-json.ts';
import { fill } from '../../matching/template.ts';
import type { FlowConnection, FlowEvent, FlowMismatch } from '../../model/observations/flow.ts';
import { connectClient, type Received } from '../socketio/client.ts';
import { awaitEvent } from '../socketio/converse.ts';
import { socketIoPath } from '../socketio/socketio-path.ts';
import { resolveWeb } from '../web-address.ts';
import { stageSignal, until } from '../websocket/stage.ts';
import { type Answer, StepError } from './attempt.ts';
import type { FlowState } from './state.ts';

type Time = { readonly signal: AbortSignal; readonly timeoutMs: number };

const LONGEST_CONNECT_MS = 5000;

/** Opens a connection, emits on it and waits until it is ready. */
export async function connection(step: FlowConnection, state: FlowState, time: Time): Promise<Answer> {
  const { signal } = time;
  const address = await resolveWeb(step.target, { stack: state.stack, signal });
  const stageMs = Math.min(LONGEST_CONNECT_MS, time.timeoutMs);
  const transports = ['polling', 'websocket'] as const;
  const client = await connectClient(
    address,
    { path: socketIoPath(step), namespace: '/', transports, stageMs },
    signal,
  );
  state.clients.push(client);
  const { outcome } = client;
  if (!outcome.connected) {
    throw new StepError(outcome.why === 'timeout' ? 'TIMEOUT' : 'NOT_CONNECTED', outcome.message);
  }
  const data = step.data === undefined ? [] : [fill(step.data, state.variables)];
  if (step.emit !== undefined) client.socket.emit(step.emit, ...data);
  const saw = `a connection by ${outcome.transport}`;
  if (step.ready === undefined) return { saw, mismatches: [], document: undefined };
  const ready = await awaitEvent(client, step.ready, client.startedAt, stageSignal(signal, stageMs));
  if (ready === undefined) throw new StepError('NO_EVENT', `the event ${step.ready} did not come`);
  return { saw: `${saw}, ready`, mismatches: [], document: undefined };
}

/** What an event carries: its one argument, or all of them. */
const documentOf = ({ arguments: given }: Received): unknown => (given.length === 1 ? given[0] : given);

function judge(event: Received, { expect }: FlowEvent, { variables }: FlowState): FlowMismatch[] {
  if (expect === undefined) return [];
  const { json } = fill(expect as { json: Record<string, Matcher> }, variables);
  return matchJson(documentOf(event) ?? null, json);
}

/** Waits for an event as declared; one that has come since the connection was opened counts, and counts once. */
export async function event(step: FlowEvent, state: FlowState, { signal }: Time): Promise<Answer> {
  if (state.clients.length === 0)
    throw new StepError('NOT_CONNECTED', 'no step before it opened a connection');
  const candidates = () =>
    state.clients
      .flatMap(({ received }) => received)
      .filter(one => one.event === step.event && !state.taken.has(one));
  const good = () => candidates().find(one => judge(one, step, state).length === 0);
  const found = await until<Received>(stageSignal(signal, step.withinMs), done => {
    const look = () => {
      const one = good();
      if (one !== undefined) done(one);
    };
    for (const { socket } of state.clients) socket.onAny(look);
    look();
  });
  const seen = found ?? candidates().at(-1);
  if (seen === undefined) throw new StepError('NO_EVENT', `the event ${step.event} did not come`);
  state.taken.add(seen);
  return { saw: `event ${step.event}`, mismatches: judge(seen, step, state), document: documentOf(seen) };
}
