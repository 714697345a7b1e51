import { describe, expect, test } from 'vitest';
import type { Auth } from '../src/config/schema/auth.ts';
import { authResults, loadedFor } from './support/auth-findings.ts';
import { type FormFaults, startFormServer, type TokenPlace } from './support/form-server.ts';

const SOURCES: Record<TokenPlace, Auth['csrf']> = {
  cookie: { get: '/login', cookie: 'csrftoken' },
  field: { get: '/login', field: 'csrf_token' },
  meta: { get: '/login', field: 'csrf-token' },
  json: { get: '/csrf', field: 'csrf' },
};

/** The token goes in a header with one of them, in the form with the others. */
function declared(place: TokenPlace, csrf: Auth['csrf']): Auth {
  const token = csrf === undefined ? 'none' : '{{csrf}}';
  const inHeader = place === 'cookie' || place === 'json';
  const carry = (fields: Record<string, string>) => ({
    form: inHeader ? fields : { ...fields, csrf_token: token },
    ...(inHeader && { headers: { 'X-CSRFToken': token } }),
  });
  const user = { email: '{{user.email}}', password: '{{user.password}}' };
  return {
    target: 'web',
    scheme: 'cookie',
    csrf,
    register: { post: '/register', ...carry(user), expect: { status: 302 } },
    login: { post: '/login', ...carry(user), expect: { status: 302 } },
    whoami: { get: '/me', expect: { status: 200, json: { '$.email': '{{user.email}}' } } },
    logout: { post: '/logout', ...carry({ bye: '1' }), expect: { status: 302 } },
    cleanup: [{ post: '/account/delete', ...carry({ sure: 'yes' }) }],
    timeout: 5000,
  };
}

async function lookAt(place: TokenPlace, faults: FormFaults = {}, csrf = SOURCES[place]) {
  await using server = await startFormServer(place, faults);
  const { results, kept } = await authResults(loadedFor(server, declared(place, csrf)));
  const bad = results.filter(({ status }) => ['fail', 'error'].includes(status));
  const findings = bad.map(({ check, status, code }) => `${check.replace('auth.', '')} ${status} ${code}`);
  return { findings, kept, left: server.users(), log: [...server.log], results };
}

describe.each(Object.keys(SOURCES) as TokenPlace[])('forms with a token in %s', place => {
  test('somebody signs in, is known, signs out, and is removed; every request that changes something had its token', async () => {
    const { findings, left, log, results } = await lookAt(place);
    expect(findings).toEqual([]);
    expect(left).toEqual([]);
    expect(log.filter(line => /^POST .* 403$/.test(line))).toEqual([]);
    const passed = results.filter(({ status }) => status === 'pass').map(({ check }) => check);
    expect(passed).toEqual(
      expect.arrayContaining(
        [
          'register',
          'login',
          'whoami',
          'no-token',
          'logout-revokes',
          'wrong-password',
          'enumeration',
          'cleanup',
        ].map(name => `auth.${name}`),
      ),
    );
  });
});

test('without the token nobody signs in', async () => {
  await using server = await startFormServer('field');
  const { results } = await authResults(loadedFor(server, declared('field', undefined)));
  const register = results.find(({ check }) => check === 'auth.register');
  expect(register).toMatchObject({ status: 'fail', code: 'UNEXPECTED_STATUS' });
});

test('a page without the token is said to be that', async () => {
  const { findings } = await lookAt('field', { noToken: true });
  expect(findings).toEqual(['register fail NO_CSRF_TOKEN']);
});

test('a form that lets anybody in, and a page that is open to all, are found', async () => {
  expect((await lookAt('cookie', { anyPassword: true })).findings).toContain(
    'wrong-password fail ANY_PASSWORD_ACCEPTED',
  );
  expect((await lookAt('cookie', { openToAll: true })).findings).toContain('no-token fail OPEN_TO_ALL');
});

test('the token is shown nowhere', async () => {
  const { kept } = await lookAt('json');
  expect(kept.some(value => value.endsWith('+/"&'))).toBe(true);
});
