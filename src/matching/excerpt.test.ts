import { expect, test } from 'vitest';
import { createRedactor } from '../config/redact.ts';
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

test.each([
  ['at its end', `${'y'.repeat(185)}SECRET-0123456789-abcdef`],
  ['before it was put on one line', `y${' '.repeat(3984)}SECRET-0123456789-abcdef`],
])('a secret that is cut %s leaves nothing', (_, body) => {
  const redactor = createRedactor();
  redactor.keep('SECRET-0123456789-abcdef');
  expect(excerpt(body)).toMatch(/SECRET-0123456…$|SECRET-01234567…$/);
  expect(redactor.text(excerpt(body))).toMatch(/^y+ ?\[redacted\]…$/);
});
