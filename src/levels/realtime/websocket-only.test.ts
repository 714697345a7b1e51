import { judges } from '../../../tests/support/judges.ts';
import type { ClientOutcome } from '../../model/observations/socketio.ts';
import { noSession, seen } from './testing.ts';
import { check } from './websocket-only.ts';

const not = (why: 'refused' | 'transport' | 'timeout', message: string, status?: number) => {
  const websocketOnly: ClientOutcome = { connected: false, why, message, status };
  return seen({ websocketOnly });
};

judges(check, null, [
  ['connected', seen(), 'pass OK'],
  ['refused over the transport that works', not('refused', 'no token'), 'pass OK'],
  ['no session', noSession(), 'skip SKIPPED'],
  ['400', not('transport', 'websocket error', 400), 'fail WEBSOCKET_ONLY_FAILED'],
  ['broken off', not('transport', 'websocket error'), 'fail WEBSOCKET_ONLY_FAILED'],
  ['no word', not('timeout', 'no connection in time'), 'fail WEBSOCKET_ONLY_TIMEOUT'],
]);
