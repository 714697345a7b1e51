import { defineCheck } from '../check.ts';
import { fail, pass, skip } from '../verdict.ts';
import { describeAnswer } from './answer.ts';
import { onSocketIo } from './socketio-instances.ts';

/** Node and Python say it differently. */
const UNKNOWN_SESSION = /session id unknown|invalid (session|sid)|"code":1\b/i;

/** Whether all requests of a session reach the backend that knows it. */
export const check = defineCheck({
  id: 'realtime.sticky',
  level: 'realtime',
  severity: 'error',
  title: 'A session stays with its backend',
  why: 'A session that begins with polling lives in the memory of one backend; on another one every request is a 400.',
  source: 'Socket.IO documentation, Using multiple nodes',
  probe: 'socketio',
  codes: {
    NO_STICKY_SESSIONS: {
      title: 'Several backends share the path without sticky sessions',
      cause: 'The balancer, or several workers of one server, hand the requests of a session around.',
      fix: 'nginx: upstream { ip_hash; … }. gunicorn: one worker (-w 1). Or let clients use WebSocket alone.',
    },
    SESSION_REFUSED: {
      title: 'Requests of a session that is open fail',
      cause: 'The server loses the session, or the proxy fails in between.',
      fix: 'Look at the log of proxy and server for the requests with sid=.',
    },
  },
  instances: loaded => onSocketIo(loaded, { needs: ['handshake'] }, () => null),
  evaluate({ session, websocketOnly }) {
    if (session === undefined) return skip('no session was opened: see realtime.handshake');
    const { requests, refused } = session;
    const [first] = refused;
    if (first === undefined) return pass(`${requests} requests of one session were taken`);
    const unknown = refused.some(answer => !('error' in answer) && UNKNOWN_SESSION.test(answer.body));
    const got = describeAnswer(first);
    return fail(
      unknown ? 'NO_STICKY_SESSIONS' : 'SESSION_REFUSED',
      `${refused.length} of ${requests} requests of one session got ${got}`,
      { expected: '200', got, evidence: { websocketOnly: websocketOnly?.connected } },
    );
  },
});
