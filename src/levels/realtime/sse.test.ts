import { expect, test } from 'vitest';
import { judges } from '../../../tests/support/judges.ts';
import type { SseObservation } from '../../model/observations/sse.ts';
import { check } from './sse.ts';
import { declaring } from './testing.ts';

const seen = (more: Partial<SseObservation> = {}): SseObservation => ({
  url: 'http://a.test/events',
  status: 200,
  mediaType: 'text/event-stream',
  encoding: '',
  server: 'nginx',
  events: [],
  bytes: 0,
  waitedMs: 2000,
  ended: false,
  ...more,
});
const tick = { type: 'tick', data: '1' };

judges(check, { firstEventMs: 2000 }, [
  ['an event', seen({ events: [tick], bytes: 20 }), 'pass OK'],
  [
    'the event',
    seen({ events: [{ type: 'message', data: '' }, tick] }),
    'pass OK',
    { event: 'tick', firstEventMs: 1 },
  ],
  ['a page', seen({ mediaType: 'text/html' }), 'fail SSE_SPA_FALLBACK'],
  ['502', seen({ status: 502, mediaType: 'text/html' }), 'fail SSE_BACKEND_DOWN'],
  ['404', seen({ status: 404, mediaType: '' }), 'fail SSE_STATUS'],
  ['JSON', seen({ mediaType: 'application/json' }), 'fail SSE_MIME'],
  ['packed and held', seen({ encoding: 'gzip' }), 'fail SSE_COMPRESSED'],
  ['not a byte', seen(), 'fail SSE_BUFFERED'],
  ['not even a head', seen({ status: undefined, mediaType: '' }), 'fail SSE_BUFFERED'],
  ['the end', seen({ ended: true }), 'fail SSE_ENDED'],
  ['comments', seen({ bytes: 12 }), 'fail SSE_NO_EVENT'],
  ['another type', seen({ events: [tick] }), 'fail SSE_WRONG_EVENT', { event: 'tock', firstEventMs: 2000 }],
]);

test('is applied to each stream, for two seconds unless declared otherwise', () => {
  const stream = { name: 'news', target: 'web', path: '/events' };
  expect(
    check.instances(declaring({ sse: [stream, { ...stream, name: 'slow', firstEvent: 9000 }] })),
  ).toMatchObject([
    { subject: 'news', expectation: { firstEventMs: 2000 }, timeoutMs: 5000 },
    { subject: 'slow', expectation: { firstEventMs: 9000 }, timeoutMs: 12_000 },
  ]);
});
