import type { Config } from '../../config/schema/config.ts';
import type { RawAnswer, SocketIoObservation } from '../../model/observations/socketio.ts';
import { loadedWith } from '../containers/testing.ts';

const TARGET = { name: 'web', endpoint: { host: 'a.test', port: 80 }, tls: false, basePath: '' };

/** A deployment that declares this under `realtime`. */
export const declaring = (realtime: Config['realtime']) =>
  loadedWith({ realtime }, { webTargets: { web: TARGET } });

/** An answer with a body. */
export const answer = (status: number, body = '', mediaType = 'application/json'): RawAnswer => ({
  status,
  mediaType,
  body,
});

/** What an SPA answers on a path that it does not have. */
export const PAGE = answer(200, '<!doctype html>', 'text/html');

/** A Socket.IO server that is well, but for what is given. */
export const seen = (more: Partial<SocketIoObservation> = {}): SocketIoObservation => ({
  url: 'http://a.test/socket.io/',
  handshake: {
    answer: answer(200),
    open: { upgrades: ['websocket'], pingIntervalMs: 25_000, pingTimeoutMs: 20_000 },
  },
  session: { requests: 6, refused: [] },
  upgrade: answer(101),
  client: { connected: true, transport: 'websocket' },
  websocketOnly: { connected: true, transport: 'websocket' },
  events: [],
  unique: 'x1',
  ...more,
});

/** A server with which no session could be opened. */
export const noSession = (handshake: RawAnswer = PAGE): SocketIoObservation => ({
  url: 'http://a.test/socket.io/',
  handshake: { answer: handshake },
  events: [],
  unique: '',
});
