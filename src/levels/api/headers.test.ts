import { expect, test } from 'vitest';
import type { HttpExpectation } from '../../config/schema/expectation.ts';
import { check } from './headers.ts';
import { answer } from './testing.ts';

test.each<[HttpExpectation, string]>([
  [{ contentType: 'application/json' }, 'pass OK'],
  [{ contentType: 'text/plain' }, 'fail CONTENT_TYPE'],
  [{ headers: { 'Content-Type': { startsWith: 'application/' } } }, 'pass OK'],
  [{ headers: { 'Cache-Control': 'no-store' } }, 'fail HTTP_HEADER'],
  [{ headers: { 'Cache-Control': { exists: false } } }, 'pass OK'],
  [{ headers: { 'X-A': '1' }, contentType: 'text/plain' }, 'fail HTTP_HEADER'],
])('api.headers: %j gives %s', (declared, expected) => {
  const { status, code } = check.evaluate(answer(), { expect: declared });
  expect(`${status} ${code}`).toBe(expected);
});
