import { describe } from 'vitest';
import { verifyEach } from '../../src/vitest/verify-each.ts';

/** Socket.IO, WebSocket and server-sent events, through every proxy on the way. */
describe('realtime: events arrive while they happen', () => {
  verifyEach('realtime');
});
