import { describe, expect, test } from 'vitest';
import { authFindings, authResults, declared, loadedFor } from './support/auth-findings.ts';
import { FAULTS, type Fault, startAuthServer } from './support/auth-server.ts';

const EXPECTED: Record<Fault, readonly string[]> = {
  'register-fails': ['register fail SERVER_ERROR'],
  'register-limited': ['register error LIMITED'],
  duplicates: ['duplicate fail DUPLICATE_ACCEPTED'],
  'duplicate-500': ['duplicate fail SERVER_ERROR'],
  'login-fails': ['login fail SERVER_ERROR'],
  'login-without-token': ['login fail NO_TOKEN'],
  'any-password': ['wrong-password fail ANY_PASSWORD_ACCEPTED'],
  'password-without-case': ['wrong-password fail ANY_PASSWORD_ACCEPTED'],
  'unknown-user-let-in': ['wrong-password fail UNKNOWN_USER_ACCEPTED'],
  'refused-with-200': [
    'garbage-token fail REFUSED_WITH_2XX',
    'logout-revokes fail REFUSED_WITH_2XX',
    'wrong-password fail REFUSED_WITH_2XX',
  ],
  'odd-500': ['odd-input fail SERVER_ERROR'],
  'object-password-let-in': ['odd-input fail ODD_INPUT_ACCEPTED'],
  'whoami-is-a-page': ['whoami fail SPA_FALLBACK'],
  'whoami-is-502': ['whoami fail SERVER_ERROR'],
  'whoami-hangs': ['whoami fail NO_ANSWER'],
  'other-identity': ['whoami fail UNEXPECTED_ANSWER'],
  'open-to-all': ['no-token fail OPEN_TO_ALL'],
  'no-token-400': ['no-token warn UNUSUAL_STATUS'],
  'any-token': ['garbage-token fail ANY_TOKEN_ACCEPTED', 'logout-revokes fail LOGOUT_INEFFECTIVE'],
  'no-challenge': ['challenge warn NO_CHALLENGE'],
  'not-verified': ['tampered-signature fail TOKEN_NOT_VERIFIED'],
  'empty-signature': ['tampered-signature fail EMPTY_SIGNATURE_ACCEPTED'],
  'payload-not-protected': ['tampered-payload fail PAYLOAD_NOT_PROTECTED'],
  'alg-none': ['alg-none fail ALG_NONE_ACCEPTED'],
  'foreign-key': ['foreign-key fail FOREIGN_KEY_ACCEPTED'],
  'expired-accepted': ['expired-token fail EXPIRED_ACCEPTED'],
  'logout-ineffective': ['logout-revokes fail LOGOUT_INEFFECTIVE'],
  'no-logout': ['logout-revokes warn NO_ENDPOINT'],
  'message-tells': ['enumeration warn DIFFERENT_MESSAGE'],
  'status-tells': ['enumeration warn DIFFERENT_STATUS'],
  'time-tells': ['enumeration warn DIFFERENT_TIME'],
  'no-limit': ['rate-limit warn NOT_LIMITED'],
  'no-retry-after': ['rate-limit warn NO_RETRY_AFTER'],
  'cors-reflects': ['cors fail CORS_REFLECTS'],
  'cookie-without-flags': [],
  'cookie-expired': [],
  'clock-ahead': ['whoami fail TOKEN_OUT_OF_TIME'],
  'clock-behind': ['token-expiry warn EXPIRED_WHEN_GIVEN', 'whoami fail TOKEN_OUT_OF_TIME'],
  'delete-fails': ['cleanup fail NOT_REMOVED'],
  'delete-does-nothing': ['cleanup fail STILL_THERE'],
  'options-hang': ['cors fail NO_ANSWER'],
  'login-hangs-on-refusal': ['wrong-password fail NO_ANSWER'],
  slow: [],
  'html-for-everything': ['register fail SPA_FALLBACK'],
};

/** Where a request must not take long to be given up, or what all take together is more than one may. */
const HANGS: readonly Fault[] = ['whoami-hangs', 'options-hang', 'login-hangs-on-refusal', 'slow'];

test('a server without faults: all is well, and nobody is left behind', async () => {
  const { findings, results, left } = await authFindings([]);
  expect(findings).toEqual([]);
  const skipped = results.filter(({ status }) => status === 'skip').map(({ check }) => check);
  expect(skipped).toEqual(['auth.cookie-flags']);
  expect(left).toEqual([]);
});

describe('each fault turns its own check red, and no other', () => {
  test.each(FAULTS.map(fault => [fault, EXPECTED[fault]] as const))('%s', async (fault, expected) => {
    const more = HANGS.includes(fault) ? { timeout: 500 } : {};
    const limitless = fault === 'delete-does-nothing' || fault === 'time-tells';
    const { findings, left, failedLogins } = await authFindings(
      limitless ? [fault, 'no-limit'] : [fault],
      limitless ? { ...more, rateLimit: false } : more,
    );
    expect(findings.sort()).toEqual([...expected].sort());
    expect(failedLogins).toBeLessThanOrEqual(8);
    if (!fault.startsWith('delete')) expect(left).toEqual([]);
  });
});

describe('a session in a cookie', () => {
  test.each<[name: string, faults: Fault[], expected: string[]]>([
    ['plain HTTP', [], ['cookie-flags warn NOT_SECURE']],
    ['no flags', ['cookie-without-flags'], ['cookie-flags fail NOT_HTTP_ONLY']],
    [
      'it has expired when it is set',
      ['cookie-expired'],
      ['cookie-flags warn NOT_SECURE', 'whoami fail COOKIE_EXPIRED'],
    ],
    [
      'logout deletes only the cookie',
      ['logout-ineffective'],
      ['cookie-flags warn NOT_SECURE', 'logout-revokes fail LOGOUT_INEFFECTIVE'],
    ],
    [
      'the token in it is not verified',
      ['not-verified'],
      ['cookie-flags warn NOT_SECURE', 'tampered-signature fail TOKEN_NOT_VERIFIED'],
    ],
    [
      'any cookie will do',
      ['any-token'],
      [
        'cookie-flags warn NOT_SECURE',
        'garbage-token fail ANY_TOKEN_ACCEPTED',
        'logout-revokes fail LOGOUT_INEFFECTIVE',
      ],
    ],
  ])('%s', async (_, faults, expected) => {
    const { findings, left } = await authFindings(faults, { scheme: 'cookie' }, { cookie: true });
    expect(findings.sort()).toEqual(expected);
    expect(left).toEqual([]);
  });

  test.each<[refusal: 'form' | 'redirect', fault: Fault | undefined, expected: string[]]>([
    ['form', undefined, []],
    ['redirect', undefined, []],
    ['redirect', 'any-password', ['wrong-password fail ANY_PASSWORD_ACCEPTED']],
    ['form', 'delete-does-nothing', ['cleanup fail STILL_THERE']],
  ])('that everybody gets, and a refusal by %s: %s', async (refusal, fault, expected) => {
    const faults = fault === undefined ? [] : [fault];
    const options = { cookie: true, refusal };
    const { findings } = await authFindings(
      [...faults, 'no-limit'],
      { scheme: 'cookie', rateLimit: false },
      options,
    );
    expect(findings.sort()).toEqual(['cookie-flags warn NOT_SECURE', ...expected].sort());
  });

  test('an opaque one: forgeries do not apply, and say so', async () => {
    const { findings, results } = await authFindings(
      [],
      { scheme: 'cookie' },
      { cookie: true, opaque: true },
    );
    expect(findings).toEqual(['cookie-flags warn NOT_SECURE']);
    const { status, message } = results.find(({ check }) => check === 'auth.alg-none') ?? {};
    expect({ status, message }).toEqual({ status: 'skip', message: 'the token is no JWT' });
  });
});

test('a key that is not the server’s proves nothing about expiry', async () => {
  await using server = await startAuthServer(['expired-accepted']);
  const auth = declared({ signingKey: 'another-key-that-is-long-enough-for-hs256' });
  const { results } = await authResults(loadedFor(server, auth));
  expect(results.find(({ check }) => check === 'auth.expired-token')).toMatchObject({
    status: 'skip',
    message: expect.stringContaining('auth.signingKey is refused'),
  });
});

test('an account that exists: nothing is registered, and its password is tried wrongly once', async () => {
  await using server = await startAuthServer();
  const user = { email: 'ada@example.com', password: 'the-right-one' };
  await fetch(`http://127.0.0.1:${server.port}/auth/register`, {
    method: 'POST',
    body: JSON.stringify(user),
  });
  const auth = declared(server, { register: undefined, cleanup: undefined, account: { user } });
  const { results } = await authResults(loadedFor(server, auth));
  const bad = results.filter(({ status }) => !['pass', 'skip'].includes(status));
  expect(bad.map(({ check, code }) => `${check} ${code}`)).toEqual(['auth.rate-limit NOT_LIMITED']);
  expect(server.users()).toEqual([user.email]);
  expect(server.log.filter(line => line.startsWith('POST /auth/login 4')).length).toBe(4);
});

test('whoami without an expectation must still tell who logged in', async () => {
  const { findings } = await authFindings(['other-identity'], { whoami: { get: '/auth/status' } });
  expect(findings).toEqual(['whoami fail OTHER_IDENTITY']);
});

test('passwords and tokens are to be redacted', async () => {
  await using server = await startAuthServer();
  const { results, kept } = await authResults(loadedFor(server, declared(server)));
  expect(kept.filter(secret => secret.startsWith('ey')).length).toBeGreaterThan(0);
  expect(kept.filter(secret => secret.startsWith('Fs7-')).length).toBeGreaterThan(0);
  const said = JSON.stringify(results);
  expect(kept.filter(secret => said.includes(secret))).toEqual([]);
});
