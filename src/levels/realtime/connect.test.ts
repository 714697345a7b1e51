import { judges } from '../../../tests/support/judges.ts';
import type { ClientOutcome } from '../../model/observations/socketio.ts';
import { check } from './connect.ts';
import { noSession, seen } from './testing.ts';

const not = (why: 'refused' | 'ended' | 'transport' | 'timeout', message: string, status?: number) => {
  const client: ClientOutcome = { connected: false, why, message, status };
  return seen({ client });
};

judges(check, null, [
  ['connected', seen(), 'pass OK'],
  ['connected by polling', seen({ client: { connected: true, transport: 'polling' } }), 'pass OK'],
  ['no session', noSession(), 'skip SKIPPED'],
  ['refused by a middleware', not('refused', 'no token, no entry'), 'fail CONNECT_REFUSED'],
  ['no such namespace', not('refused', 'Invalid namespace'), 'fail CONNECT_NO_NAMESPACE'],
  ['ended at once', not('ended', 'the server ended it'), 'fail CONNECT_ENDED'],
  ['not confirmed', not('timeout', 'no connection in time'), 'fail CONNECT_TIMEOUT'],
  ['502 in between', not('transport', 'xhr poll error', 502), 'fail CONNECT_BACKEND_DOWN'],
  ['400 in between', not('transport', 'xhr post error', 400), 'fail CONNECT_BROKEN'],
  ['broken off', not('transport', 'websocket error'), 'fail CONNECT_BROKEN'],
]);
