import { expect, test } from 'vitest';
import { ProbeError } from '../../model/probe-error.ts';
import { check } from './not-a-page.ts';
import { answer, page } from './testing.ts';

test.each([
  [answer(), 'pass OK'],
  [page(), 'fail SPA_FALLBACK'],
  [page({ headers: {} }), 'fail SPA_FALLBACK'],
  [page({ status: 404 }), 'pass OK'],
  [answer({ headers: { 'content-type': 'text/html' } }), 'pass OK'],
  [answer({ body: '' }), 'pass OK'],
])('api.not-a-page: %j gives %s', (seen, expected) => {
  const { status, code } = check.evaluate(seen, undefined);
  expect(`${status} ${code}`).toBe(expected);
});

test('api.not-a-page leaves it to api.status to tell that there is no answer', () => {
  const judge = (kind: 'target' | 'observer') =>
    check.evaluateError?.(new ProbeError(kind, 'TIMEOUT', 'x'), undefined);
  expect(judge('target')?.status).toBe('skip');
  expect(judge('observer')).toBeUndefined();
});
