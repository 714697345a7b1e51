import { describe, test } from 'vitest';
import { checksOf, optionsOf, verify } from '../plan.ts';

/** Socket.IO, WebSocket and server-sent events, through every proxy on the way. */
describe('realtime: events arrive while they happen', () => {
  for (const check of checksOf('realtime')) {
    test(check.title, optionsOf(check), context => verify(check, context));
  }
});
