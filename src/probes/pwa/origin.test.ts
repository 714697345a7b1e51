import { expect, test } from 'vitest';
import { isSecureOrigin } from './origin.ts';

test.each([
  ['https://shop.test', true],
  ['http://localhost:3000', true],
  ['http://shop.localhost', true],
  ['http://127.0.0.1', true],
  ['http://127.8.9.1:80', true],
  ['http://[::1]:8080', true],
  ['http://shop.test', false],
  ['http://192.168.1.5', false],
  ['http://127.0.0.1.nip.test', false],
  ['http://localhost.test', false],
])('%s: %s', (origin, secure) => {
  expect(isSecureOrigin(origin)).toBe(secure);
});
