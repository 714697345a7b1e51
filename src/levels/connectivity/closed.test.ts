import { expect, test } from 'vitest';
import { check } from './closed.ts';
import { loadedWith } from './testing.ts';

test.each([
  [{ connected: true, address: '127.0.0.1:5432' }, 'fail PORT_OPEN'],
  [{ connected: true, closedAtOnce: true }, 'fail PORT_OPEN'],
  [{ connected: true, local: true }, 'skip SKIPPED'],
  [{ connected: false, error: 'ECONNREFUSED' }, 'pass OK'],
  [{ connected: false, error: 'PORT_NOT_PUBLISHED' }, 'pass OK'],
  [{ connected: false, error: 'TIMEOUT' }, 'pass OK'],
  [{ connected: false, error: 'SERVICE_MISSING' }, 'error NOT_VERIFIED'],
  [{ connected: false, error: 'SERVICE_NOT_RUNNING' }, 'error NOT_VERIFIED'],
  [{ connected: false, error: 'ENOTFOUND' }, 'error NOT_VERIFIED'],
  [{ connected: false, error: 'ENETUNREACH' }, 'error NOT_VERIFIED'],
  [{ connected: false }, 'error NOT_VERIFIED'],
])('connectivity.closed: %j gives %s', (outcome, expected) => {
  const seen = { durationMs: 1, closedAtOnce: false, ...outcome };
  const { status, code } = check.evaluate(seen, { where: 'db:5432' });
  expect(`${status} ${code}`).toBe(expected);
});

test('connectivity.closed looks at services that run, and at addresses', () => {
  const connectivity = {
    closed: [
      { service: 'db', port: 5432 },
      { host: 'shop.example', port: 6379 },
    ],
  };
  expect(check.instances(loadedWith({ connectivity }))).toMatchObject([
    {
      subject: 'db:5432',
      needs: ['containers.running:db'],
      params: { endpoint: { service: 'db', port: 5432 } },
    },
    { subject: 'shop.example:6379', needs: [] },
  ]);
});
