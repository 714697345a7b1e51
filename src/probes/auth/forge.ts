import { randomBytes } from 'node:crypto';
import { type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';
import type { Forgery } from '../../model/observations/auth.ts';

interface Parts {
  readonly header: Record<string, unknown>;
  readonly payload: Record<string, unknown>;
  /** As they stand in the token. */
  readonly raw: readonly [header: string, payload: string, signature: string];
}

function decode(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** The parts of a JSON Web Token; undefined when the text is none. */
export function parseJwt(token: string): Parts | undefined {
  const [first = '', second = '', third = '', ...rest] = token.split('.');
  if (third === '' || rest.length > 0) return undefined;
  const header = decode(first);
  const payload = decode(second);
  if (header === undefined || payload === undefined || typeof header.alg !== 'string') return undefined;
  return { header, payload, raw: [first, second, third] };
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * Changes a character in the middle. The last one of a base64url text may carry bits that decode to nothing, so a
 * token that was changed there can still be valid.
 */
export function flipMiddle(text: string): string {
  const middle = Math.floor(text.length / 2);
  return `${text.slice(0, middle)}${text[middle] === 'A' ? 'B' : 'A'}${text.slice(middle + 1)}`;
}

async function sign(payload: JWTPayload, header: Parts['header'], key: Uint8Array): Promise<string> {
  const { kid, typ } = header as Partial<JWTHeaderParameters>;
  const known = { ...(kid === undefined ? {} : { kid }), ...(typ === undefined ? {} : { typ }) };
  return new SignJWT(payload).setProtectedHeader({ ...known, alg: 'HS256' }).sign(key);
}

const SECONDS_AGO = 3600;

/** The same claims, issued and expired an hour earlier than now. */
function expired(payload: Parts['payload']): JWTPayload {
  const now = Math.floor(Date.now() / 1000);
  const earlier = { ...payload, exp: now - SECONDS_AGO, iat: now - 2 * SECONDS_AGO };
  return typeof payload.nbf === 'number' ? { ...earlier, nbf: now - 2 * SECONDS_AGO } : earlier;
}

/**
 * Forges tokens from a genuine one. Those that are signed with `signingKey` are only there when it is known and the
 * genuine token is of HS256.
 */
export async function forge(
  token: string,
  signingKey: string | undefined,
): Promise<Partial<Record<Forgery, string>>> {
  const parts = parseJwt(token);
  if (parts === undefined) return {};
  const { header, payload, raw } = parts;
  const [first, second, third] = raw;
  const unsigned = (alg: string) => `${encode({ ...header, alg })}.${second}.`;
  const key = signingKey === undefined || header.alg !== 'HS256' ? undefined : Buffer.from(signingKey);
  return {
    'tampered-payload': `${first}.${encode({ ...payload, failsafe: 1 })}.${third}`,
    'tampered-signature': `${first}.${second}.${flipMiddle(third)}`,
    'empty-signature': `${first}.${second}.`,
    'alg-none': unsigned('none'),
    'alg-None': unsigned('None'),
    'alg-NONE': unsigned('NONE'),
    'foreign-key': await sign(payload, header, randomBytes(32)),
    ...(key && {
      'signed-control': await sign(payload, header, key),
      'expired-token': await sign(expired(payload), header, key),
    }),
  };
}
