import { defineCheck } from '../check.ts';
import { fail, isBackendDown, pass, skip } from '../verdict.ts';
import { onSocketIo } from './socketio-instances.ts';

type Code =
  | 'CONNECT_REFUSED'
  | 'CONNECT_NO_NAMESPACE'
  | 'CONNECT_ENDED'
  | 'CONNECT_TIMEOUT'
  | 'CONNECT_BACKEND_DOWN'
  | 'CONNECT_BROKEN';

/** A server that waits for an upgrade that never comes says nothing; one that answers has another reason. */
const UPGRADE = ['realtime.upgrade'];

/** Whether a client as browsers have it gets connected. */
export const check = defineCheck<'socketio', null, Code>({
  id: 'realtime.connect',
  level: 'realtime',
  severity: 'error',
  title: 'A client connects',
  why: 'A handshake says that the server is there; a connection says that it lets clients in.',
  source: 'Socket.IO protocol 5, Connection to a namespace',
  probe: 'socketio',
  codes: {
    CONNECT_REFUSED: {
      title: 'The server refuses the connection',
      cause: 'A middleware of the server says no: it misses a token, or does not take the one it gets.',
      fix: 'Name a namespace that needs no credentials, or look at the middleware of the server.',
    },
    CONNECT_NO_NAMESPACE: {
      title: 'The namespace does not exist',
      cause: 'The server does not register it, or it is spelt differently.',
      fix: 'Correct `namespace` in failsafe.yaml, or register it in the server.',
    },
    CONNECT_ENDED: {
      title: 'The server lets the client in and ends the connection at once',
      cause: 'Its connect handler disconnects the client: it misses a token or a session there, or it fails.',
      fix: 'Look at the connect handler and its log; name a namespace that needs no credentials.',
    },
    CONNECT_TIMEOUT: {
      title: 'The connection is not confirmed in time',
      cause:
        'The server opens the session and then hangs: in a middleware, in its connect handler, or for lack of workers.',
      fix: 'Look at the log of the server while a client connects.',
    },
    CONNECT_BACKEND_DOWN: {
      title: 'The proxy loses the server while a client connects',
      cause: 'The service behind the proxy crashes or restarts.',
      fix: 'Look at the log of the service.',
    },
    CONNECT_BROKEN: {
      title: 'The connection fails',
      cause: 'Something between client and server answers with an error or breaks off.',
      fix: 'Look at the log of proxy and server for the requests below /socket.io/.',
    },
  },
  instances: loaded =>
    onSocketIo(loaded, { needs: ['handshake'], excusedBy: ['sticky', 'upgrade'] }, () => null),
  evaluate({ url, client }) {
    if (client === undefined) return skip('no session was opened: see realtime.handshake');
    if (client.connected) return pass(`a client is connected to ${url}`, { transport: client.transport });
    const { why, message, status } = client;
    const got = status === undefined ? message : `${message} (${status})`;
    if (why === 'timeout') return fail('CONNECT_TIMEOUT', `${url}: ${message}`, { got });
    if (why === 'transport') {
      const broken = isBackendDown(status) ? 'CONNECT_BACKEND_DOWN' : 'CONNECT_BROKEN';
      return fail(broken, `${url}: ${got}`, { got, unrelated: UPGRADE });
    }
    if (why === 'ended') return fail('CONNECT_ENDED', `${url}: ${message}`, { got, unrelated: UPGRADE });
    const code = message === 'Invalid namespace' ? 'CONNECT_NO_NAMESPACE' : 'CONNECT_REFUSED';
    return fail(code, `the server says "${message}"`, { got, unrelated: UPGRADE });
  },
});
