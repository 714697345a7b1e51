import { expect, test } from 'vitest';
import { check } from './reach.ts';
import { loadedWith } from './testing.ts';

test.each([
  [{ connected: true }, 'pass OK'],
  [{ connected: false, error: 'ECONNREFUSED' }, 'fail ECONNREFUSED'],
  [{ connected: false, error: 'ENOTFOUND' }, 'fail ENOTFOUND'],
  [{ connected: false, error: 'TIMEOUT' }, 'fail TIMEOUT'],
  [{ connected: false, error: 'EHOSTUNREACH' }, 'fail REACH_FAILED'],
  [{ connected: false }, 'fail REACH_FAILED'],
])('connectivity.reach: %j gives %s', (outcome, expected) => {
  const expectation = { from: 'nginx', to: 'db', port: 5432 };
  const { status, code } = check.evaluate({ durationMs: 1, ...outcome }, expectation);
  expect(`${status} ${code}`).toBe(expected);
});

test('connectivity.reach needs both services, as far as they are checked', () => {
  const connectivity = { reach: [{ from: 'nginx', to: 'db', port: 5432, tags: ['net'] }] };
  const expected = {
    subject: 'nginx-to-db:5432',
    params: { from: 'nginx', to: 'db', port: 5432 },
    tags: ['net'],
  };
  expect(check.instances(loadedWith({ connectivity }))).toMatchObject([
    { ...expected, needs: ['containers.running:nginx', 'containers.running:db'] },
  ]);
  expect(check.instances(loadedWith({ connectivity, containers: { ignore: ['db'] } }))).toMatchObject([
    { needs: ['containers.running:nginx'] },
  ]);
});
