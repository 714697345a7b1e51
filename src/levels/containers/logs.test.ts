import { expect, test } from 'vitest';
import { check } from './logs.ts';
import { loadedWith } from './testing.ts';

test.each([
  [[], 'pass OK'],
  [['started', 'GET /users 200'], 'pass OK'],
  [['started', 'panic: out of luck'], 'fail LOG_FORBIDDEN'],
  [['Traceback (most recent call last):'], 'fail LOG_FORBIDDEN'],
])('containers.logs: %j gives %s', (lines, expected) => {
  const forbid = ['^panic:', 'Traceback \\(most recent call last\\)'];
  const { status, code } = check.evaluate(lines, { service: 'users', forbid });
  expect(`${status} ${code}`).toBe(expected);
});

test('containers.logs quotes no secrets', () => {
  const verdict = check.evaluate(['panic: {"password":"hunter2"}'], { service: 'users', forbid: ['panic'] });
  expect(JSON.stringify(verdict)).not.toContain('hunter2');
});

test('containers.logs is applied where patterns are declared', () => {
  const containers = {
    services: {
      db: { logs: { forbid: ['PANIC'], tail: 50, within: 5000 } },
      web: { logs: { forbid: ['x'] } },
    },
  };
  expect(check.instances(loadedWith({ containers }, { services: ['users', 'db', 'web'] }))).toMatchObject([
    { params: { service: 'db', tail: 50, withinMs: 5000 } },
    { params: { service: 'web', tail: 200, withinMs: 60_000 } },
  ]);
});
