import { defineCheck } from '../check.ts';
import { fail, pass, skip } from '../verdict.ts';
import { onSocketIo } from './socketio-instances.ts';

/** Whether a client that never polls gets through. */
export const check = defineCheck({
  id: 'realtime.websocket-only',
  level: 'realtime',
  severity: 'error',
  title: 'A client that uses WebSocket alone connects',
  why: 'Mobile apps and clients with `transports: ["websocket"]` have nothing to fall back to.',
  source: 'Engine.IO protocol 4, Transports',
  probe: 'socketio',
  codes: {
    WEBSOCKET_ONLY_FAILED: {
      title: 'WebSocket alone does not connect',
      cause: 'The upgrade does not get through, or what is sent over it does not.',
      fix: 'Look at realtime.upgrade first; then at the log of the server for transport=websocket.',
    },
    WEBSOCKET_ONLY_TIMEOUT: {
      title: 'WebSocket alone is not confirmed in time',
      cause:
        'The connection opens, but no message gets through it: a proxy holds it back, or the server hangs.',
      fix: 'Turn buffering off for the path, and look at the log of the server.',
    },
  },
  instances: loaded =>
    onSocketIo(loaded, { needs: ['handshake'], excusedBy: ['upgrade', 'connect'] }, () => null),
  evaluate({ url, websocketOnly }) {
    if (websocketOnly === undefined) return skip('no session was opened: see realtime.handshake');
    if (websocketOnly.connected) return pass('a client is connected over WebSocket alone');
    const { why, message, status } = websocketOnly;
    if (why === 'refused' || why === 'ended')
      return pass(`the server answers over WebSocket alone, though with "${message}"`);
    const got = status === undefined ? message : `${message} (${status})`;
    const code = why === 'timeout' ? 'WEBSOCKET_ONLY_TIMEOUT' : 'WEBSOCKET_ONLY_FAILED';
    return fail(code, `${url}: ${got}`, { expected: 'a connection', got });
  },
});
