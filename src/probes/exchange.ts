import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { type Body, decodeBody, readBody } from './read-body.ts';

/** The head of an answer. */
export interface Head {
  readonly status: number;
  /** By their names in lower case; several of one name are joined. */
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
}

/** How to read an answer. */
interface Reading {
  readonly signal: AbortSignal;
  /** No more of the decoded body is read. */
  readonly maxBytes: number;
  /** Called once, as soon as the head is there. */
  onHead(head: Head): void;
}

type Controller = Dispatcher.DispatchController;

/** Where the body of an answer goes, piece by piece. */
interface Sink {
  push(chunk: Buffer): void;
  end(): void;
  fail(error: Error): void;
}

/** How a body ends. */
interface Ending {
  over(body: Body): void;
  fail(error: unknown): void;
}

const ENOUGH = new Error('enough was read');

const joined = (value: string | string[]) => (typeof value === 'string' ? value : value.join(', '));

function headOf(status: number, raw: IncomingHttpHeaders): Head {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(raw))
    if (value !== undefined) headers[name.toLowerCase()] = joined(value);
  return { status, headers, cookies: [raw['set-cookie'] ?? []].flat() };
}

/** A body that stands as it was sent needs no stream. */
function plainSink({ headers }: Head, maxBytes: number, { over, fail }: Ending): Sink {
  const chunks: Buffer[] = [];
  let bytes = 0;
  return {
    push(chunk) {
      const room = maxBytes - bytes;
      const cut = chunk.length > room;
      chunks.push(cut ? chunk.subarray(0, room) : chunk);
      bytes += Math.min(chunk.length, room);
      if (cut) over(decodeBody(chunks, headers, { bytes, cut }));
    },
    end: () => over(decodeBody(chunks, headers, { bytes, cut: false })),
    fail,
  };
}

function unpackingSink({ headers }: Head, maxBytes: number, controller: Controller, ending: Ending): Sink {
  const raw = new Readable({ read: () => controller.resume() });
  readBody(raw, headers, maxBytes).then(ending.over, ending.fail);
  return {
    push(chunk) {
      if (!raw.push(chunk)) controller.pause();
    },
    end: () => void raw.push(null),
    fail: error => void raw.destroy(error),
  };
}

/**
 * Sends one request and reads what comes back: as `dispatcher.request()` does, without a stream for each answer, which
 * would take longer than all else.
 *
 * @returns the body; its head is handed out before
 * @throws what undici, or the decoder of the body, throws; the reason of the signal
 */
export function exchange(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  { signal, maxBytes, onHead }: Reading,
): Promise<Body> {
  return new Promise((resolve, reject) => {
    let controller: Controller | undefined;
    let sink: Sink | undefined;
    const onAbort = () => controller?.abort(signal.reason);
    const settle = () => {
      signal.removeEventListener('abort', onAbort);
      // Of a body that was read to its end this ends nothing.
      controller?.abort(ENOUGH);
    };
    const ending: Ending = {
      over(body) {
        resolve(body);
        settle();
      },
      fail(error) {
        reject(error);
        settle();
      },
    };
    signal.addEventListener('abort', onAbort, { once: true });
    dispatcher.dispatch(request, {
      onRequestStart(started) {
        controller = started;
        if (signal.aborted) onAbort();
      },
      onResponseStart(started, status, raw) {
        if (status < 200) return;
        const head = headOf(status, raw);
        onHead(head);
        sink =
          head.headers['content-encoding'] === undefined
            ? plainSink(head, maxBytes, ending)
            : unpackingSink(head, maxBytes, started, ending);
      },
      onResponseData: (_, chunk) => sink?.push(chunk),
      onResponseEnd: () => sink?.end(),
      onResponseError: (_, error) => (sink ?? ending).fail(error),
    });
  });
}
