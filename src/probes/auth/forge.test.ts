import { createHmac } from 'node:crypto';
import { decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { FORGERIES } from '../../model/observations/auth.ts';
import { flipMiddle, forge, parseJwt } from './forge.ts';

const KEY = 'a-key-that-is-long-enough-for-hs256-in-jose';
const key = new TextEncoder().encode(KEY);
const genuine = (payload = {}) =>
  new SignJWT({ sub: '7', ...payload })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: 'one' })
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(key);

test('every forgery is there, and only the control verifies', async () => {
  const forged = await forge(await genuine(), KEY);
  expect(Object.keys(forged).sort()).toEqual([...FORGERIES].sort());
  for (const [name, token] of Object.entries(forged)) {
    const verified = await jwtVerify(token, key, { algorithms: ['HS256'] }).then(
      () => true,
      () => false,
    );
    expect({ name, verified }).toEqual({ name, verified: name === 'signed-control' });
  }
});

test('forgeries keep the claims, so that a server that verifies nothing finds its user', async () => {
  const forged = await forge(await genuine(), KEY);
  for (const token of Object.values(forged)) {
    const [header = '', payload = ''] = token.split('.');
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({ sub: '7' });
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toMatchObject({ kid: 'one' });
  }
});

test('the expired token is genuine but for its time', async () => {
  const { 'expired-token': token = '' } = await forge(await genuine({ nbf: 1 }), KEY);
  await expect(jwtVerify(token, key)).rejects.toMatchObject({ code: 'ERR_JWT_EXPIRED' });
});

test('without the key, or with another algorithm, nothing is signed as the server would', async () => {
  expect(Object.keys(await forge(await genuine(), undefined))).not.toContain('expired-token');
  const other = await new SignJWT({}).setProtectedHeader({ alg: 'HS512' }).sign(Buffer.alloc(64, 1));
  expect(Object.keys(await forge(other, KEY))).not.toContain('signed-control');
});

test('a flipped signature never verifies, whatever the token', () => {
  for (let round = 0; round < 2000; round++) {
    const signature = createHmac('sha256', key).update(`${round}`).digest();
    const flipped = Buffer.from(flipMiddle(signature.toString('base64url')), 'base64url');
    expect(flipped.equals(signature)).toBe(false);
  }
});

test.each(['', 'opaque', 'a.b', 'a.b.c', 'a.b.c.d', `${Buffer.from('[]').toString('base64url')}.e30.x`])(
  '%o is no JWT',
  async token => {
    expect(parseJwt(token)).toBeUndefined();
    expect(await forge(token, KEY)).toEqual({});
  },
);

test('the header of the unsigned ones says so', async () => {
  const forged = await forge(await genuine(), undefined);
  expect(decodeProtectedHeader(forged['alg-NONE'] ?? '').alg).toBe('NONE');
});
