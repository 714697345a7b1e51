import { describe } from 'vitest';
import { verifyEach } from '../plan.ts';

/** Socket.IO, WebSocket and server-sent events, through every proxy on the way. */
describe('realtime: events arrive while they happen', () => {
  verifyEach('realtime');
});
