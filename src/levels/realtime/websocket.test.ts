import { expect, test } from 'vitest';
import { judges } from '../../../tests/support/judges.ts';
import type { WebSocketObservation } from '../../model/observations/websocket.ts';
import { declaring } from './testing.ts';
import { check } from './websocket.ts';

const url = 'ws://a.test/ws';
const open = (more: object = {}): WebSocketObservation => ({
  opened: true,
  url,
  protocol: '',
  binary: false,
  ...more,
});
const answered = (status: number, mediaType = 'text/plain'): WebSocketObservation => ({
  opened: false,
  url,
  status,
  mediaType,
  body: 'no',
});
const failed = (code: string): WebSocketObservation => ({
  opened: false,
  url,
  error: { code, message: 'no' },
});
const listening = { listen: true, message: { startsWith: 'pong' } };

judges(check, { listen: false }, [
  ['opens', open(), 'pass OK'],
  ['answers', open({ message: 'pong 1' }), 'pass OK', listening],
  ['a page', answered(200, 'text/html'), 'fail WS_SPA_FALLBACK'],
  ['502', answered(502), 'fail WS_BACKEND_DOWN'],
  ['426', answered(426), 'fail WS_HEADERS_LOST'],
  ['400', answered(400), 'fail WS_HEADERS_LOST'],
  ['404', answered(404), 'fail WS_STATUS'],
  ['200', answered(200), 'fail WS_STATUS'],
  ['no subprotocol', failed('SUBPROTOCOL_REFUSED'), 'fail WS_SUBPROTOCOL'],
  ['no answer', failed('TIMEOUT'), 'fail WS_BROKEN_OFF'],
  ['closed', open({ closed: { code: 1011, reason: '' } }), 'fail WS_CLOSED', listening],
  ['closed at once', open({ closed: { code: 1011, reason: 'no' } }), 'fail WS_CLOSED'],
  ['silence', open(), 'fail WS_NO_MESSAGE', listening],
  ['another message', open({ message: 'ping' }), 'fail WS_WRONG_MESSAGE', listening],
]);

test('what nginx lacks is shown for the path that was asked', () => {
  expect(check.evaluate(answered(400), { listen: false }).fixes).toEqual([
    { text: expect.stringContaining('location /ws {') },
  ]);
});

test('is applied to each endpoint', () => {
  const endpoint = { name: 'chat', target: 'web', path: '/ws', send: 'ping', needs: ['handshake'] };
  expect(check.instances(declaring({ websocket: [endpoint] }))).toMatchObject([
    {
      subject: 'chat',
      params: { path: '/ws', send: 'ping', listen: false, protocols: [] },
      needs: ['handshake'],
    },
  ]);
  expect(check.instances(declaring({ sse: [{ ...endpoint, send: undefined } as never] }))).toEqual([]);
});
