import type { RawAnswer } from '../../model/observations/socketio.ts';
import { defineCheck } from '../check.ts';
import { markOf } from '../mark-of.ts';
import { fail, isBackendDown, pass } from '../verdict.ts';
import { describeAnswer } from './answer.ts';
import { onSocketIo } from './socketio-instances.ts';

type Code =
  | 'HANDSHAKE_SPA_FALLBACK'
  | 'HANDSHAKE_BACKEND_DOWN'
  | 'HANDSHAKE_NOT_FOUND'
  | 'HANDSHAKE_OLD_PROTOCOL'
  | 'HANDSHAKE_REFUSED'
  | 'HANDSHAKE_STATUS'
  | 'HANDSHAKE_NOT_SOCKETIO';

/** What the servers of Socket.IO 2 answer, and how those of 3 and later refuse another version. */
const OLD_SERVER = /^\d+:0\{"sid"/;
const OTHER_VERSION = /unsupported (protocol )?version/i;

function diagnose({ status, mediaType, body }: RawAnswer): Code {
  if (isBackendDown(status)) return 'HANDSHAKE_BACKEND_DOWN';
  if (status === 200 && mediaType === 'text/html') return 'HANDSHAKE_SPA_FALLBACK';
  if (OLD_SERVER.test(body) || OTHER_VERSION.test(body)) return 'HANDSHAKE_OLD_PROTOCOL';
  if (status === 200) return 'HANDSHAKE_NOT_SOCKETIO';
  if (status === 404) return 'HANDSHAKE_NOT_FOUND';
  return status === 401 || status === 403 ? 'HANDSHAKE_REFUSED' : 'HANDSHAKE_STATUS';
}

/** Whether a Socket.IO server answers on its path. */
export const check = defineCheck<'socketio', null, Code>({
  id: 'realtime.handshake',
  level: 'realtime',
  severity: 'error',
  title: 'The Socket.IO server shakes hands',
  why: 'Every connection begins with it; when another service answers on the path, the client retries for ever and shows nothing.',
  source: 'Engine.IO protocol 4, Handshake',
  probe: 'socketio',
  codes: {
    HANDSHAKE_SPA_FALLBACK: {
      title: 'A page answers in place of the Socket.IO server',
      cause: 'The proxy has no route for the path, so the fallback of the single-page application answers.',
      fix: 'Add a location for /socket.io/ before the fallback.',
    },
    HANDSHAKE_BACKEND_DOWN: {
      title: 'The proxy does not reach the Socket.IO server',
      cause: 'The service behind the proxy is down, restarts, or listens on another port.',
      fix: 'Start the service, and compare its port with the proxy_pass of the route.',
    },
    HANDSHAKE_NOT_FOUND: {
      title: 'Nobody serves the Socket.IO path',
      cause: 'The server has another path, or the proxy strips a part of it.',
      fix: 'Compare `path` in failsafe.yaml, in the server and in the proxy.',
    },
    HANDSHAKE_OLD_PROTOCOL: {
      title: 'Client and server speak different versions',
      cause: 'The server is of Socket.IO 2, or takes only its protocol (EIO=3).',
      fix: 'Bring the server to Socket.IO 3 or later (Flask-SocketIO 5, python-engineio 4).',
    },
    HANDSHAKE_REFUSED: {
      title: 'The handshake is refused',
      cause:
        'The proxy or the server asks for credentials before the connection, or does not allow the origin.',
      fix: 'Let the handshake pass, and check the token in the connection of the namespace.',
    },
    HANDSHAKE_STATUS: {
      title: 'The handshake has an error status',
      cause: 'The server fails while it opens the session, or another service answers.',
      fix: 'Look at the log of the service for this request.',
    },
    HANDSHAKE_NOT_SOCKETIO: {
      title: 'Something else answers on the Socket.IO path',
      cause: 'The route leads to another service, or the answer is empty.',
      fix: 'Correct the route, or `path` in failsafe.yaml.',
    },
  },
  instances: loaded => onSocketIo(loaded, {}, () => null),
  evaluate({ url, handshake: { answer, open } }) {
    if (open !== undefined) return pass(`${url} opens a session`, { upgrades: [...open.upgrades] });
    const got = describeAnswer(answer);
    const code = diagnose(answer);
    const mark = markOf({ ...answer, url, page: code === 'HANDSHAKE_SPA_FALLBACK' });
    return fail(code, `${url} answers ${got}`, { expected: '200 with 0{"sid":…', got, mark });
  },
});
