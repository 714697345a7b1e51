import { formatDuration } from '../../config/units.ts';
import type { SseObservation } from '../../model/observations/sse.ts';
import { defineCheck } from '../check.ts';
import { markOf, silence } from '../mark-of.ts';
import { fail, isBackendDown, pass } from '../verdict.ts';

type Code =
  | 'SSE_SPA_FALLBACK'
  | 'SSE_BACKEND_DOWN'
  | 'SSE_STATUS'
  | 'SSE_MIME'
  | 'SSE_COMPRESSED'
  | 'SSE_BUFFERED'
  | 'SSE_ENDED'
  | 'SSE_NO_EVENT'
  | 'SSE_WRONG_EVENT';

interface Expectation {
  readonly event?: string;
  readonly firstEventMs: number;
}

const DEFAULT_FIRST_EVENT_MS = 2000;

/** What is wrong before the first event counts. */
function headFault({ status, mediaType }: SseObservation): Code | undefined {
  if (status === undefined) return undefined;
  if (isBackendDown(status)) return 'SSE_BACKEND_DOWN';
  if (status === 200 && mediaType === 'text/html') return 'SSE_SPA_FALLBACK';
  if (status !== 200) return 'SSE_STATUS';
  return mediaType === 'text/event-stream' ? undefined : 'SSE_MIME';
}

/** Not one byte: something collects them. Comments or half an event: the server itself has nothing to say. */
function quiet({ ended, bytes, encoding }: SseObservation): Code {
  if (ended) return 'SSE_ENDED';
  if (bytes > 0) return 'SSE_NO_EVENT';
  return encoding === '' ? 'SSE_BUFFERED' : 'SSE_COMPRESSED';
}

/** Whether events come, and come at once. */
export const check = defineCheck<'sse', Expectation, Code>({
  id: 'realtime.sse',
  level: 'realtime',
  severity: 'error',
  title: 'Server-sent events arrive in time',
  why: 'A proxy that buffers delivers events minutes late and in heaps, while every request looks well.',
  source: 'HTML standard §9.2; nginx: proxy_buffering',
  probe: 'sse',
  codes: {
    SSE_SPA_FALLBACK: {
      title: 'A page answers in place of the stream',
      cause: 'The proxy has no route for the path, so the fallback of the single-page application answers.',
      fix: 'Add a location for the path before the fallback.',
    },
    SSE_BACKEND_DOWN: {
      title: 'The proxy does not reach the server of the stream',
      cause: 'The service behind the proxy is down, restarts, or listens on another port.',
      fix: 'Start the service, and compare its port with the proxy_pass of the route.',
    },
    SSE_STATUS: {
      title: 'The stream does not answer 200',
      cause: 'The path does not exist, or credentials are asked for; browsers do not retry then.',
      fix: 'Look at the log of proxy and server for this path.',
    },
    SSE_MIME: {
      title: 'The answer is no event stream',
      cause: 'The server sends another Content-Type; browsers give up at once.',
      fix: 'Send Content-Type: text/event-stream.',
    },
    SSE_COMPRESSED: {
      title: 'The stream is packed, and nothing comes out',
      cause: 'A compression middleware collects events until its buffer is full.',
      fix: 'Leave text/event-stream out of the compression, or flush after each event.',
    },
    SSE_BUFFERED: {
      title: 'No byte of the stream arrives in time',
      cause: 'A proxy buffers the answer until it is complete, or the server has sent nothing.',
      fix: 'nginx: proxy_buffering off; for the path. Or send the header X-Accel-Buffering: no with the stream.',
    },
    SSE_ENDED: {
      title: 'The stream ends before an event',
      cause: 'The server closes the answer, or a timeout on the way cuts it.',
      fix: 'Look at the log of the server; keep the answer open.',
    },
    SSE_NO_EVENT: {
      title: 'Only comments or half an event arrive',
      cause: 'The server sends nothing that is complete: an event ends with an empty line.',
      fix: 'End each event with two newlines; raise `firstEvent` when events are rare.',
    },
    SSE_WRONG_EVENT: {
      title: 'Events of another type arrive',
      cause: 'The server names its events differently.',
      fix: 'Compare `event` in failsafe.yaml with the field event: of the stream.',
    },
  },
  instances: ({ config, webTargets }) =>
    (config.realtime?.sse ?? []).flatMap(declared => {
      const target = webTargets[declared.target];
      if (target === undefined) return [];
      const { name, path, headers = {}, event, firstEvent: firstEventMs = DEFAULT_FIRST_EVENT_MS } = declared;
      return [
        {
          subject: name,
          params: { target, path, headers, event, firstEventMs },
          expectation: { event, firstEventMs },
          tags: declared.tags,
          needs: declared.needs,
          timeoutMs: firstEventMs + 3000,
        },
      ];
    }),
  evaluate(seen, { event, firstEventMs }) {
    const { url, status, mediaType, events, waitedMs, server, encoding, bytes, noStream: body = '' } = seen;
    const evidence = { server: server || undefined, encoding: encoding || undefined, bytes };
    const expected = `${event === undefined ? 'an event' : `an event "${event}"`} within ${formatDuration(firstEventMs)}`;
    const head = headFault(seen);
    if (head !== undefined) {
      const got = `${status} ${mediaType}`.trim();
      const mark = markOf({ url, status, body, page: head === 'SSE_SPA_FALLBACK' });
      return fail(head, `${url} answers ${got}`, { expected: '200 text/event-stream', got, evidence, mark });
    }
    const wanted = events.find(({ type }) => event === undefined || type === event);
    if (wanted !== undefined) return pass(`an event "${wanted.type}" came in ${formatDuration(waitedMs)}`);
    const types = [...new Set(events.map(({ type }) => type))].join(', ');
    if (types !== '')
      return fail('SSE_WRONG_EVENT', `only events of type ${types} came`, { expected, got: types });
    const got = seen.ended ? 'the end of the stream' : `${bytes} bytes and no event`;
    const mark = status === undefined ? silence : undefined;
    return fail(quiet(seen), `${url}: ${got} in ${formatDuration(waitedMs)}`, {
      expected,
      got,
      evidence,
      mark,
    });
  },
});
