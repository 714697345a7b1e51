import type { WebSocketEndpoint } from '../../config/schema/realtime.ts';
import { match } from '../../matching/match.ts';
import type { WebSocketObservation } from '../../model/observations/websocket.ts';
import { defineCheck } from '../check.ts';
import { markOf, silence } from '../mark-of.ts';
import { fail, isBackendDown, pass } from '../verdict.ts';
import { describeAnswer, upgradeSnippet } from './answer.ts';

type Code =
  | 'WS_SPA_FALLBACK'
  | 'WS_BACKEND_DOWN'
  | 'WS_HEADERS_LOST'
  | 'WS_STATUS'
  | 'WS_SUBPROTOCOL'
  | 'WS_BROKEN_OFF'
  | 'WS_CLOSED'
  | 'WS_NO_MESSAGE'
  | 'WS_WRONG_MESSAGE';

interface Expectation {
  readonly listen: boolean;
  readonly message?: NonNullable<WebSocketEndpoint['expect']>['message'];
}

const DEFAULT_TIMEOUT_MS = 5000;

type NotOpened = Extract<WebSocketObservation, { opened: false }>;

function diagnose({ status, mediaType, error }: NotOpened): Code {
  if (error !== undefined) return error.code === 'SUBPROTOCOL_REFUSED' ? 'WS_SUBPROTOCOL' : 'WS_BROKEN_OFF';
  if (status === 200 && mediaType === 'text/html') return 'WS_SPA_FALLBACK';
  if (isBackendDown(status)) return 'WS_BACKEND_DOWN';
  return status === 400 || status === 426 ? 'WS_HEADERS_LOST' : 'WS_STATUS';
}

function judgeOpening(seen: NotOpened) {
  const { url, error, status = 0, mediaType = '', body = '' } = seen;
  const code = diagnose(seen);
  const got = error?.message ?? describeAnswer({ status, mediaType, body });
  return fail(code, `${url}: ${got}`, {
    expected: '101',
    got,
    mark:
      error?.code === 'TIMEOUT' ? silence : markOf({ url, status, body, page: code === 'WS_SPA_FALLBACK' }),
    fixes: code === 'WS_HEADERS_LOST' ? [upgradeSnippet(url)] : undefined,
  });
}

/** Whether a WebSocket opens and speaks. */
export const check = defineCheck<'websocket', Expectation, Code>({
  id: 'realtime.websocket',
  level: 'realtime',
  severity: 'error',
  title: 'The WebSocket opens and answers',
  why: 'A proxy that is not told to pass the upgrade on answers every WebSocket with a plain error.',
  source: 'RFC 6455',
  probe: 'websocket',
  codes: {
    WS_SPA_FALLBACK: {
      title: 'A page answers in place of the WebSocket',
      cause: 'The proxy has no route for the path, so the fallback of the single-page application answers.',
      fix: 'Add a location for the path before the fallback.',
    },
    WS_BACKEND_DOWN: {
      title: 'The proxy does not reach the WebSocket server',
      cause: 'The service behind the proxy is down, restarts, or listens on another port.',
      fix: 'Start the service, and compare its port with the proxy_pass of the route.',
    },
    WS_HEADERS_LOST: {
      title: 'The server sees no upgrade',
      cause: 'The proxy drops the headers Upgrade and Connection.',
      fix: 'nginx: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade";',
    },
    WS_STATUS: {
      title: 'The upgrade is refused',
      cause: 'The path does not exist, or credentials or an origin are asked for.',
      fix: 'Look at the log of proxy and server for this path.',
    },
    WS_SUBPROTOCOL: {
      title: 'The server takes none of the subprotocols',
      cause:
        'It does not know them, or a proxy drops Sec-WebSocket-Protocol; browsers close such a connection.',
      fix: 'Compare `protocols` in failsafe.yaml with those of the server.',
    },
    WS_BROKEN_OFF: {
      title: 'The upgrade is broken off or not answered',
      cause:
        'Something between client and server drops connections that are not plain HTTP, or answers them wrongly.',
      fix: 'Try the upgrade at each hop, beginning with the server itself.',
    },
    WS_CLOSED: {
      title: 'The server closes at once',
      cause: 'The application refuses the connection, or fails in its handler; the close code says which.',
      fix: 'Look at the log of the server while a client connects.',
    },
    WS_NO_MESSAGE: {
      title: 'No message comes',
      cause: 'The application does not answer what was sent, or messages are held back on the way.',
      fix: 'Look at the log of the server for the message; compare `send` in failsafe.yaml.',
    },
    WS_WRONG_MESSAGE: {
      title: 'The message is another than declared',
      cause: 'The server sends another text first.',
      fix: 'Compare the message with `expect.message` in failsafe.yaml.',
    },
  },
  instances: ({ config, webTargets }) =>
    (config.realtime?.websocket ?? []).flatMap(declared => {
      const target = webTargets[declared.target];
      if (target === undefined) return [];
      const { name, path, protocols = [], send, expect, timeout: stageMs = DEFAULT_TIMEOUT_MS } = declared;
      const listen = expect !== undefined;
      return [
        {
          subject: name,
          params: { target, path, protocols, send, listen, stageMs },
          expectation: { listen, message: expect?.message },
          tags: declared.tags,
          needs: declared.needs,
          timeoutMs: 3 * stageMs,
        },
      ];
    }),
  evaluate(seen, { listen, message }) {
    if (!seen.opened) return judgeOpening(seen);
    const { url, closed, protocol } = seen;
    if (closed !== undefined) {
      const got = `close ${closed.code} ${closed.reason}`.trim();
      const expected = listen ? 'a message' : 'a connection that stays open';
      return fail('WS_CLOSED', `${url} opened and got ${got}`, { expected, got });
    }
    if (!listen) return pass(`${url} opens`, { protocol });
    if (seen.message === undefined) return fail('WS_NO_MESSAGE', `${url} opened, and no message came`);
    const [wrong] = match(seen.message, message ?? { exists: true });
    if (wrong === undefined) return pass(`${url} answers as declared`, { protocol });
    return fail('WS_WRONG_MESSAGE', wrong.message, { expected: wrong.expected, got: wrong.got });
  },
});
