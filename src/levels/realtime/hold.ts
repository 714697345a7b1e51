import { formatDuration } from '../../config/units.ts';
import { defineCheck } from '../check.ts';
import { fail, pass } from '../verdict.ts';
import { onHeldSocketIo } from './socketio-instances.ts';

type Code = 'HOLD_CLOSED' | 'HOLD_ERROR' | 'HOLD_PING_TIMEOUT' | 'HOLD_SERVER_LEFT' | 'HOLD_NOT_CONNECTED';

const REASONS: Readonly<Record<string, Code>> = {
  'transport error': 'HOLD_ERROR',
  'ping timeout': 'HOLD_PING_TIMEOUT',
  'io server disconnect': 'HOLD_SERVER_LEFT',
};

/** Whether a connection on which nothing is said stays open. */
export const check = defineCheck<'socketio-hold', { holdMs: number }, Code>({
  id: 'realtime.hold',
  level: 'realtime',
  severity: 'error',
  title: 'An idle connection stays open',
  why: 'A proxy that cuts idle connections makes every client reconnect again and again, and lose what is sent meanwhile.',
  source: 'nginx: proxy_read_timeout',
  probe: 'socketio-hold',
  codes: {
    HOLD_CLOSED: {
      title: 'The connection is cut',
      cause: 'A proxy closes connections on which nothing was sent for a while, before the server pings.',
      fix: 'nginx: proxy_read_timeout 1h; for the path, or a shorter pingInterval in the server.',
    },
    HOLD_ERROR: {
      title: 'The connection ends with an error',
      cause: 'A proxy gives up waiting for the answer to a poll, or the backend goes away.',
      fix: 'nginx: a proxy_read_timeout longer than pingInterval of the server (25 s).',
    },
    HOLD_PING_TIMEOUT: {
      title: 'The pings of the server do not arrive',
      cause: 'The server is blocked, or something on the way swallows messages.',
      fix: 'Look for work that blocks the event loop or the only worker of the server.',
    },
    HOLD_SERVER_LEFT: {
      title: 'The server ends the connection',
      cause: 'The application disconnects the client: it waits for a login, or was told to shut down.',
      fix: 'Look at the log of the server for the disconnect.',
    },
    HOLD_NOT_CONNECTED: {
      title: 'There was no connection to hold',
      cause: 'The client did not get connected this time.',
      fix: 'Look at realtime.connect.',
    },
  },
  instances: loaded =>
    onHeldSocketIo(loaded, { needs: ['handshake'], excusedBy: ['connect', 'sticky', 'upgrade'] }),
  evaluate({ client, lost }, { holdMs }) {
    const expected = `open for ${formatDuration(holdMs)}`;
    if (!client.connected)
      return fail('HOLD_NOT_CONNECTED', client.message, { expected, got: client.message });
    if (lost === undefined)
      return pass(`idle for ${formatDuration(holdMs)} on ${client.transport}, and still open`);
    const got = `${lost.reason} after ${formatDuration(lost.afterMs)}`;
    return fail(REASONS[lost.reason] ?? 'HOLD_CLOSED', got, {
      expected,
      got,
      evidence: { transport: client.transport, reason: lost.reason, afterMs: lost.afterMs },
    });
  },
});
