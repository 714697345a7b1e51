import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { type Dispatcher, request } from 'undici';
import type { SseEvent, SseObservation, SseParams } from '../model/observations/sse.ts';
import type { Probe } from '../model/probe.ts';
import { networkError } from './network-error.ts';
import { readBody } from './read-body.ts';
import { createEventParser } from './sse/parse-events.ts';
import { pathOf, resolveWeb } from './web-address.ts';
import { agentFor } from './web-agent.ts';
import { stageSignal } from './websocket/stage.ts';

const MOST_EVENTS = 20;
/** A client that still waits for the end of an event after so much has none. */
const MOST_BYTES = 2 ** 20;
const DECODERS = { gzip: createGunzip, deflate: createInflate, br: createBrotliDecompress };

/** A stream is packed only when a client lets it, and browsers do. */
const HEADERS = {
  'user-agent': 'failsafe',
  accept: 'text/event-stream',
  'accept-encoding': Object.keys(DECODERS).join(', '),
  'cache-control': 'no-cache',
};

type Facts = { -readonly [Name in keyof SseObservation]: SseObservation[Name] } & { events: SseEvent[] };

function unpacked(body: Readable, encoding: string): Readable {
  const decoder = DECODERS[encoding as keyof typeof DECODERS]?.();
  if (decoder === undefined) return body;
  body.on('error', error => decoder.destroy(error));
  return body.pipe(decoder);
}

/** Reads until the event that is waited for, or the end. */
async function listen(body: Readable, facts: Facts, wanted: string | undefined): Promise<void> {
  const parse = createEventParser();
  const decoder = new TextDecoder();
  for await (const chunk of body as AsyncIterable<Buffer>) {
    facts.bytes += chunk.length;
    facts.events.push(...parse(decoder.decode(chunk, { stream: true })));
    const heard = facts.events.some(({ type }) => wanted === undefined || type === wanted);
    if (heard || facts.events.length >= MOST_EVENTS || facts.bytes > MOST_BYTES) return;
  }
  facts.ended = true;
}

/** What cannot be read, or does not end in time, changes nothing about what its head says. */
async function textOf({ body, headers }: Dispatcher.ResponseData): Promise<string | undefined> {
  const encoding = { 'content-encoding': single(headers['content-encoding']) };
  const read = await readBody(body, encoding, MOST_BYTES).catch(() => undefined);
  return read?.text;
}

const single = (value: string | string[] | undefined) => [value ?? ''].flat()[0] ?? '';

async function follow(
  params: SseParams,
  facts: Facts,
  signal: AbortSignal,
  dispatcher: ReturnType<typeof agentFor>['dispatcher'],
) {
  const answer = await request(facts.url, { dispatcher, headers: { ...HEADERS, ...params.headers }, signal });
  facts.status = answer.statusCode;
  facts.mediaType = single(answer.headers['content-type']).split(';')[0]?.trim().toLowerCase() ?? '';
  facts.encoding = single(answer.headers['content-encoding']).toLowerCase();
  facts.server = single(answer.headers.server);
  const stream = facts.status === 200 && facts.mediaType === 'text/event-stream';
  try {
    if (stream) await listen(unpacked(answer.body, facts.encoding), facts, params.event);
    else facts.noStream = await textOf(answer);
  } finally {
    answer.body.on('error', () => undefined).destroy();
  }
}

/** Listens to a stream of server-sent events until the first one, or for as long as that may take. */
export const probe: Probe<'sse'> = {
  id: 'sse',
  async observe(params, context) {
    const address = await resolveWeb(params.target, context);
    const url = `${address.origin}${pathOf(params.target, params.path)}`;
    const startedAt = performance.now();
    const facts: Facts = {
      url,
      mediaType: '',
      encoding: '',
      server: '',
      events: [],
      bytes: 0,
      waitedMs: 0,
      ended: false,
    };
    const signal = stageSignal(context.signal, params.firstEventMs);
    try {
      await follow(params, facts, signal, agentFor(address).dispatcher);
    } catch (error) {
      if (!signal.aborted) throw networkError(error, url);
    }
    return { ...facts, waitedMs: Math.round(performance.now() - startedAt) };
  },
};
