import { expect, test } from 'vitest';
import { check } from './latency.ts';
import { answer, loadedWith } from './testing.ts';

test.each([
  [500, 'pass OK'],
  [501, 'warn HTTP_SLOW'],
  [2000, 'warn HTTP_SLOW'],
  [2001, 'fail HTTP_SLOW'],
])('api.latency: %s ms gives %s', (durationMs, expected) => {
  const { status, code } = check.evaluate(answer({ durationMs }), {
    latency: { warn: 500, fail: 2000 },
    status: undefined,
  });
  expect(`${status} ${code}`).toBe(expected);
});

test('api.latency: a quick refusal is no answer in time', () => {
  const expectation = { latency: { fail: 1000 }, status: undefined };
  const { status, code } = check.evaluate(answer({ status: 500, durationMs: 2 }), expectation);
  expect(`${status} ${code}`).toBe('fail ANSWER_CHANGED');
});

test('api.latency takes what the endpoint says before what is said of all', () => {
  const endpoints = [
    { name: 'quick', get: '/quick', expect: { latency: { warn: 50 } } },
    { name: 'other', get: '/other', expect: { status: 200 } },
  ];
  const of = (api: object) =>
    check.instances(loadedWith(endpoints, api)).map(({ expectation }) => expectation.latency);
  expect(of({ latency: { warn: 500, fail: 2000 } })).toEqual([
    { warn: 50, fail: 2000 },
    { warn: 500, fail: 2000 },
  ]);
  expect(of({})).toEqual([{ warn: 50 }]);
});
