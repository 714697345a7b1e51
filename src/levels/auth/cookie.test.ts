import { expect, test } from 'vitest';
import { keptFrom, parseCookie } from './cookie.ts';

test.each([
  ['a=1; Path=/', 'https://shop.test/api/login', 'https://shop.test/me', undefined],
  ['a=1', 'https://shop.test/api/login', 'https://shop.test/me', 'the path /api'],
  ['a=1', 'https://shop.test/login', 'https://shop.test/me', undefined],
  ['a=1; Path=/api', 'https://shop.test/api/login', 'https://shop.test/api', undefined],
  ['a=1; Path=/api', 'https://shop.test/api/login', 'https://shop.test/apis', 'the path /api'],
  ['a=1; Path=/; Domain=.shop.test', 'https://www.shop.test/', 'https://www.shop.test/', undefined],
  ['a=1; Path=/; Domain=shop.test', 'http://127.0.0.1/', 'http://127.0.0.1/', 'the domain shop.test'],
  ['a=1; Path=/; Domain=op.test', 'https://shop.test/', 'https://shop.test/', 'the domain op.test'],
])('%s from %s to %s is kept back for %s', (line, setBy, asked, place) => {
  expect(keptFrom(parseCookie(line), new URL(setBy), new URL(asked))).toBe(place);
});
