import { expect, test } from 'vitest';
import { excerpt } from './excerpt.ts';
import { match } from './match.ts';

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOjF9.c2lnbmF0dXJl';

test.each([
  ['{"auth_token":"opaque-value"}', '{"auth_token":"[redacted]"}'],
  ['{"db_password" : "a\\"b"}', '{"db_password" : "[redacted]"}'],
  [`token ${JWT} here`, 'token [redacted] here'],
  ['  a\n\n b ', 'a b'],
])('%s is quoted as %s', (body, quoted) => expect(excerpt(body)).toBe(quoted));

test('is cut', () => expect(excerpt('x'.repeat(500))).toHaveLength(201));

test('a mismatch at a token does not show it', () => {
  expect(match('opaque-value', { length: 3 }, '$.auth_token')[0]?.message).not.toContain('opaque');
  expect(match('opaque-value', 'other', "$['auth_token']")[0]?.got).toBe('a text of 12 characters');
  expect(match(JWT, 'x', '$.message')[0]?.got).toBe('"[redacted]"');
});
