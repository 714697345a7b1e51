import { expect, test } from 'vitest';
import { judges } from '../../../tests/support/judges.ts';
import type { RawAnswer, RawFault } from '../../model/observations/socketio.ts';
import { check } from './sticky.ts';
import { answer, noSession, seen } from './testing.ts';

const refused = (...answers: (RawAnswer | RawFault)[]) =>
  seen({ session: { requests: 6, refused: answers } });
const unknown = answer(400, '{"code":1,"message":"Session ID unknown"}');

judges(check, null, [
  ['all taken', seen(), 'pass OK'],
  ['no session', noSession(), 'skip SKIPPED'],
  ['unknown to Node', refused(unknown, unknown, unknown), 'fail NO_STICKY_SESSIONS'],
  ['unknown to Python', refused(answer(400, '"Invalid session abc"')), 'fail NO_STICKY_SESSIONS'],
  ['unknown among other answers', refused(answer(502), unknown), 'fail NO_STICKY_SESSIONS'],
  ['502', refused(answer(502)), 'fail SESSION_REFUSED'],
  ['broken off', refused({ error: { code: 'ECONNRESET', message: 'reset' } }), 'fail SESSION_REFUSED'],
]);

test('says how many were refused', () => {
  expect(check.evaluate(refused(unknown, unknown), null).message).toMatch(
    /^2 of 6 requests of one session got 400/,
  );
});
