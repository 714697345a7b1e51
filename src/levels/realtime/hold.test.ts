import { expect, test } from 'vitest';
import { judges } from '../../../tests/support/judges.ts';
import type { ClientOutcome } from '../../model/observations/socketio.ts';
import { check } from './hold.ts';
import { declaring } from './testing.ts';

const client: ClientOutcome = { connected: true, transport: 'websocket' };
const lost = (reason: string) => ({ client, lost: { reason, afterMs: 10_000 } });

judges(check, { holdMs: 30_000 }, [
  ['held', { client }, 'pass OK'],
  ['cut', lost('transport close'), 'fail HOLD_CLOSED'],
  ['an unknown reason', lost('parse error'), 'fail HOLD_CLOSED'],
  ['504 on polling', lost('transport error'), 'fail HOLD_ERROR'],
  ['no pings', lost('ping timeout'), 'fail HOLD_PING_TIMEOUT'],
  ['sent away', lost('io server disconnect'), 'fail HOLD_SERVER_LEFT'],
  [
    'not connected',
    { client: { connected: false, why: 'timeout', message: 'late' } },
    'fail HOLD_NOT_CONNECTED',
  ],
]);

test('is applied where a time is declared, and takes that time more', () => {
  expect(check.instances(declaring({ socketio: [{ target: 'web' }] }))).toEqual([]);
  expect(
    check.instances(declaring({ socketio: [{ target: 'web', hold: 65_000, timeout: 1000 }] })),
  ).toMatchObject([{ params: { holdMs: 65_000, stageMs: 1000 }, timeoutMs: 68_000 }]);
});
