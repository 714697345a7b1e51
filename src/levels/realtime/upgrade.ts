import type { RawAnswer, RawFault } from '../../model/observations/socketio.ts';
import { defineCheck } from '../check.ts';
import { fail, isBackendDown, pass, skip } from '../verdict.ts';
import { describeAnswer, upgradeSnippet } from './answer.ts';
import { onSocketIo } from './socketio-instances.ts';

type Code =
  | 'UPGRADE_NOT_OFFERED'
  | 'UPGRADE_HEADERS_LOST'
  | 'UPGRADE_BACKEND_DOWN'
  | 'UPGRADE_STATUS'
  | 'UPGRADE_BROKEN_OFF'
  | 'STAYS_ON_POLLING';

/**
 * A server that takes the same path by polling sees no `Upgrade` header when it answers so: 400 (Node: `{"code":3}`),
 * 426, or the page of an SPA.
 */
function diagnose(answer: RawAnswer | RawFault): Code {
  if ('error' in answer) return 'UPGRADE_BROKEN_OFF';
  if (isBackendDown(answer.status)) return 'UPGRADE_BACKEND_DOWN';
  return [200, 400, 426].includes(answer.status) ? 'UPGRADE_HEADERS_LOST' : 'UPGRADE_STATUS';
}

/** Whether connections get from polling to WebSocket. */
export const check = defineCheck<'socketio', null, Code>({
  id: 'realtime.upgrade',
  level: 'realtime',
  severity: 'error',
  title: 'Connections are upgraded to WebSocket',
  why: 'A client that stays on polling connects and echoes all the same, at many times the load and the delay.',
  source: 'RFC 6455 §4.2; nginx: WebSocket proxying',
  probe: 'socketio',
  codes: {
    UPGRADE_NOT_OFFERED: {
      title: 'The server offers no WebSocket',
      cause:
        'Its transports are limited to polling, or a library is missing: simple-websocket or gevent-websocket for Python.',
      fix: 'Install simple-websocket beside Flask-SocketIO, or allow the transport.',
    },
    UPGRADE_HEADERS_LOST: {
      title: 'The upgrade does not reach the server',
      cause: 'The proxy drops the headers Upgrade and Connection: nginx does so unless it is told otherwise.',
      fix: 'nginx: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade";',
    },
    UPGRADE_BACKEND_DOWN: {
      title: 'The proxy does not reach the server for WebSocket',
      cause: 'The upgrade goes to another backend than polling, or the backend breaks it off.',
      fix: 'Send /socket.io/ to one backend, whatever the transport.',
    },
    UPGRADE_STATUS: {
      title: 'The upgrade is refused',
      cause: 'A proxy or the server does not allow WebSocket on this path.',
      fix: 'Look at the log of proxy and server for the request with transport=websocket.',
    },
    UPGRADE_BROKEN_OFF: {
      title: 'The upgrade is broken off or not answered',
      cause: 'Something between client and server drops connections that are not plain HTTP.',
      fix: 'Try the upgrade at each hop, beginning with the server itself.',
    },
    STAYS_ON_POLLING: {
      title: 'The client stays on polling',
      cause: 'A bare upgrade works, but the probe of the client over the new connection fails.',
      fix: 'Look at the message of the client; several backends without sticky sessions look like this.',
    },
  },
  instances: loaded => onSocketIo(loaded, { needs: ['handshake'], excusedBy: ['sticky'] }, () => null),
  evaluate({ url, handshake, upgrade, client }) {
    if (upgrade === undefined) return skip('no session was opened: see realtime.handshake');
    const transport = client?.connected === true ? client.transport : 'unknown';
    const evidence = { transport, offered: [...(handshake.open?.upgrades ?? [])] };
    const got = describeAnswer(upgrade);
    if (!('error' in upgrade) && upgrade.status === 101) {
      if (handshake.open?.upgrades.includes('websocket') === false) {
        return fail('UPGRADE_NOT_OFFERED', `${url} offers no upgrade to clients`, { evidence });
      }
      if (client?.connected !== true) return pass(`${url} answers an upgrade with 101`, evidence);
      if (transport === 'websocket') return pass('a client got from polling to WebSocket', evidence);
      const message = `a client stayed on ${transport}: ${client.upgradeError ?? 'it did not try'}`;
      return fail('STAYS_ON_POLLING', message, { expected: 'websocket', got: transport, evidence });
    }
    const code =
      handshake.open?.upgrades.includes('websocket') === false ? 'UPGRADE_NOT_OFFERED' : diagnose(upgrade);
    return fail(
      code,
      `${url} answers an upgrade with ${got}${transport === 'polling' ? ', so clients stay on polling' : ''}`,
      {
        expected: '101',
        got,
        evidence,
        fixes: code === 'UPGRADE_HEADERS_LOST' ? [upgradeSnippet(url)] : undefined,
      },
    );
  },
});
