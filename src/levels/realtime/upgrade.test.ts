import { expect, test } from 'vitest';
import { judges } from '../../../tests/support/judges.ts';
import type { ClientOutcome, SocketIoObservation } from '../../model/observations/socketio.ts';
import { answer, noSession, PAGE, seen } from './testing.ts';
import { check } from './upgrade.ts';

const polling: ClientOutcome = { connected: true, transport: 'polling', upgradeError: 'websocket error' };
const refused: ClientOutcome = { connected: false, why: 'refused', message: 'no token' };
const handshake = {
  answer: answer(200),
  open: { upgrades: [], pingIntervalMs: 25_000, pingTimeoutMs: 20_000 },
};
const lost = answer(400, '{"code":3,"message":"Bad request"}');
const with_ = (upgrade: SocketIoObservation['upgrade']) => seen({ upgrade, client: polling });

judges(check, null, [
  ['101, and the client got there', seen(), 'pass OK'],
  ['101, and the client was refused', seen({ client: refused }), 'pass OK'],
  ['no session', noSession(), 'skip SKIPPED'],
  ['{"code":3}', with_(lost), 'fail UPGRADE_HEADERS_LOST'],
  ['426', with_(answer(426)), 'fail UPGRADE_HEADERS_LOST'],
  ['a page', with_(PAGE), 'fail UPGRADE_HEADERS_LOST'],
  ['502', with_(answer(502)), 'fail UPGRADE_BACKEND_DOWN'],
  ['403', with_(answer(403)), 'fail UPGRADE_STATUS'],
  ['no answer', with_({ error: { code: 'TIMEOUT', message: 'late' } }), 'fail UPGRADE_BROKEN_OFF'],
  ['101, but the client stays', seen({ client: polling }), 'fail STAYS_ON_POLLING'],
  [
    'not offered, and refused',
    seen({ handshake, upgrade: lost, client: polling }),
    'fail UPGRADE_NOT_OFFERED',
  ],
  ['not offered, though it would work', seen({ handshake, client: polling }), 'fail UPGRADE_NOT_OFFERED'],
]);

test('says that clients stay on polling, and how nginx passes the upgrade on', () => {
  const verdict = check.evaluate(with_(lost), null);
  expect(verdict.message).toContain('so clients stay on polling');
  expect(verdict.fixes?.[0]?.text).toContain('proxy_set_header Upgrade $http_upgrade');
});
