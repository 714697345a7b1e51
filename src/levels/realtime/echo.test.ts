import { expect, test } from 'vitest';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './echo.ts';
import { declaring, seen } from './testing.ts';

const back = (...values: unknown[]) => seen({ echo: { arguments: values, afterMs: 5 } });
const event = { emit: 'say', event: 'said' };
const ack = { emit: 'say' };
const fields = { ...event, json: { '$.text': 'hi {{unique}}', '$.count': { above: 2 } } };

judges(check, event, [
  ['came back', back('hi'), 'pass OK'],
  ['acknowledged', back({ heard: true }), 'pass OK', ack],
  ['what was sent, with its unique part', back({ text: 'hi x1', count: 3 }), 'pass OK', fields],
  ['silence', seen(), 'fail NO_REPLY'],
  ['other events', seen({ events: ['status'] }), 'fail NO_REPLY'],
  ['no acknowledgement', seen(), 'fail NO_REPLY', ack],
  ['what somebody else sent', back({ text: 'hi x2', count: 3 }), 'fail WRONG_REPLY', fields],
  ['text for a number', back({ text: 'hi x1', count: '3' }), 'fail WRONG_REPLY', fields],
  ['nothing', back(), 'fail WRONG_REPLY', fields],
]);

test('is applied where an echo is declared', () => {
  const applied = (echo?: { emit: string; event?: string; ack?: boolean }) =>
    check.instances(declaring({ socketio: [{ target: 'web', echo }] }));
  expect(applied()).toEqual([]);
  expect(applied({ emit: 'say', event: 'said' })).toMatchObject([
    { subject: 'web', expectation: { emit: 'say', event: 'said' }, params: { echo: { ack: false } } },
  ]);
  expect(applied({ emit: 'say', ack: true })).toMatchObject([
    { params: { echo: { emit: 'say', ack: true } } },
  ]);
});
