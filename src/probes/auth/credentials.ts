import { select } from '../../matching/json-path.ts';
import type { AuthParams } from '../../model/observations/auth.ts';
import type { HttpAnswer } from '../../model/observations/http.ts';
import { parseJwt } from './forge.ts';
import { documentOf } from './perform.ts';

/** What a login gave to carry the session with. */
export interface Credentials {
  /** The token; of a cookie session the JSON Web Token in one of its cookies. */
  readonly token?: string;
  /** Cookies by name, those that were deleted left out. */
  readonly cookies: Readonly<Record<string, string>>;
  /** The cookie that holds the token. */
  readonly tokenCookie?: string;
}

type Scheme = Pick<AuthParams, 'scheme' | 'token'>;

/** Name and value of each cookie that an answer sets to something. */
export function cookiesOf({ cookies }: Pick<HttpAnswer, 'cookies'>): Record<string, string> {
  const pairs = cookies.map(line => {
    const [pair = ''] = line.split(';', 1);
    const equals = pair.indexOf('=');
    return [pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()] as const;
  });
  return Object.fromEntries(pairs.filter(([name, value]) => name !== '' && value !== ''));
}

function tokenIn(answer: HttpAnswer, path: string): string | undefined {
  const document = documentOf(answer);
  const [token] = document === undefined ? [] : select(document, path);
  return typeof token === 'string' && token !== '' ? token : undefined;
}

/** The credentials in an answer; undefined when it opens no session. */
export function credentialsIn(answer: HttpAnswer, { scheme, token: path }: Scheme): Credentials | undefined {
  const cookies = cookiesOf(answer);
  if (scheme !== 'cookie') {
    const token = tokenIn(answer, path);
    return token === undefined ? undefined : { token, cookies };
  }
  if (answer.status >= 400 || Object.keys(cookies).length === 0) return undefined;
  const [tokenCookie, token] =
    Object.entries(cookies).find(([, value]) => parseJwt(value) !== undefined) ?? [];
  return { token, cookies, tokenCookie };
}

const cookieHeader = (cookies: Readonly<Record<string, string>>) =>
  Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');

/** The headers that carry a session with this token in the place of the genuine one. */
export function carrying(
  token: string,
  { scheme }: Pick<AuthParams, 'scheme'>,
  credentials: Credentials,
): Record<string, string> {
  const { cookies, tokenCookie } = credentials;
  if (scheme !== 'cookie') return { authorization: `${scheme} ${token}` };
  const names = tokenCookie === undefined ? Object.keys(cookies) : [tokenCookie];
  const replaced = Object.fromEntries(names.map(name => [name, token]));
  return { cookie: cookieHeader({ ...cookies, ...replaced }) };
}

/** The headers that carry the session itself, as somebody would send who has kept them. */
export function replaying(
  { scheme }: Pick<AuthParams, 'scheme'>,
  { token = '', cookies }: Credentials,
): Record<string, string> {
  return scheme === 'cookie' ? { cookie: cookieHeader(cookies) } : { authorization: `${scheme} ${token}` };
}

/** Everything in the credentials that must not be shown. */
export const secretsIn = ({ token, cookies }: Credentials): string[] => [
  ...(token === undefined ? [] : [token]),
  ...Object.values(cookies),
];
