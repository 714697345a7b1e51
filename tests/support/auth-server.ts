import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** What can be wrong with the server. */
export const FAULTS = [
  'register-fails',
  'register-limited',
  'duplicates',
  'duplicate-500',
  'login-fails',
  'login-without-token',
  'any-password',
  'password-without-case',
  'unknown-user-let-in',
  'refused-with-200',
  'odd-500',
  'object-password-let-in',
  'whoami-is-a-page',
  'whoami-is-502',
  'whoami-hangs',
  'other-identity',
  'open-to-all',
  'no-token-400',
  'any-token',
  'no-challenge',
  'not-verified',
  'empty-signature',
  'payload-not-protected',
  'alg-none',
  'foreign-key',
  'expired-accepted',
  'logout-ineffective',
  'no-logout',
  'message-tells',
  'status-tells',
  'time-tells',
  'no-limit',
  'no-retry-after',
  'cors-reflects',
  'cookie-without-flags',
  'cookie-expired',
  'clock-ahead',
  'clock-behind',
  'delete-fails',
  'delete-does-nothing',
  'options-hang',
  'login-hangs-on-refusal',
  'slow',
  'html-for-everything',
] as const;
/** One of {@link FAULTS}. */
export type Fault = (typeof FAULTS)[number];

/** A server with registration and login, in memory. */
export interface AuthServer extends AsyncDisposable {
  readonly port: number;
  readonly signingKey: string;
  /** Who is registered. */
  users(): string[];
  /** Requests so far: `POST /auth/login 401`. */
  readonly log: readonly string[];
}

interface Account {
  readonly email: string;
  readonly password: string;
}

const MOST_FAILURES = 6;
const HASHING_MS = 2;
const SLOW_HASHING_MS = 120;
/** Thirty requests of it take longer than one request may in the tests. */
const SLOW_MS = 60;

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part = '') =>
  JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

/** How it carries sessions, and how it refuses a login. */
export interface AuthServerOptions {
  /** In a cookie instead of a bearer token. */
  readonly cookie?: boolean;
  readonly opaque?: boolean;
  /** As servers that make pages do: the form again, or a redirect to it, with a session for the message in it. */
  readonly refusal?: 'form' | 'redirect';
}

/** Starts it on 127.0.0.1. */
export async function startAuthServer(
  faults: readonly Fault[] = [],
  { cookie = false, opaque = false, refusal }: AuthServerOptions = {},
): Promise<AuthServer> {
  const has = (fault: Fault) => faults.includes(fault);
  const key = randomBytes(32).toString('hex');
  const accounts: Account[] = [];
  const revoked = new Set<string>();
  const sessions = new Map<string, string>();
  const log: string[] = [];
  let failures = 0;

  const signatureOf = (signed: string) => createHmac('sha256', key).update(signed).digest();

  function issue(email: string): string {
    if (opaque) {
      const id = randomBytes(24).toString('base64url');
      sessions.set(id, email);
      return id;
    }
    const skew = Number(has('clock-ahead')) - Number(has('clock-behind'));
    const now = Math.floor(Date.now() / 1000) + skew * 3600;
    const jti = randomBytes(6).toString('hex');
    const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ sub: email, iat: now, exp: now + 600, jti })}`;
    return `${signed}.${signatureOf(signed).toString('base64url')}`;
  }

  function isSigned(header: string, payload: string, signature: string): boolean {
    if (has('not-verified')) return true;
    if (has('empty-signature') && signature === '') return decode(header).alg === 'HS256';
    if (has('alg-none') && String(decode(header).alg).toLowerCase() === 'none') return true;
    const given = Buffer.from(signature, 'base64url');
    if (has('foreign-key') && given.length === 32 && !('failsafe' in decode(payload))) {
      return !isFlipped(header, payload, given);
    }
    if (has('payload-not-protected')) {
      const { failsafe: _, ...claims } = decode(payload);
      return isSigned256(`${header}.${encode(claims)}`, given);
    }
    return isSigned256(`${header}.${payload}`, given);
  }

  const isSigned256 = (signed: string, given: Buffer) =>
    given.length === 32 && timingSafeEqual(signatureOf(signed), given);

  /** The signature is ours but for one byte or two. */
  function isFlipped(header: string, payload: string, given: Buffer): boolean {
    const genuine = signatureOf(`${header}.${payload}`);
    const different = genuine.filter((byte, index) => byte !== given[index]).length;
    return different > 0 && different < 4;
  }

  function emailOf(token: string): string | undefined {
    if (has('any-token')) return accounts.at(-1)?.email;
    if (revoked.has(token)) return undefined;
    if (opaque) return sessions.get(token);
    const [header = '', payload = '', signature = ''] = token.split('.');
    try {
      if (!isSigned(header, payload, signature)) return undefined;
      const { sub, exp, iat } = decode(payload);
      if (Number(iat) * 1000 > Date.now() + 1000) return undefined;
      if (!has('expired-accepted') && Number(exp) * 1000 < Date.now()) return undefined;
      return accounts.find(({ email }) => email === sub)?.email;
    } catch {
      return undefined;
    }
  }

  function tokenOf(request: IncomingMessage): string | undefined {
    if (cookie) return /session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
    return /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  }

  function answer(response: ServerResponse, status: number, body: object): void {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  function refuse(response: ServerResponse, status: number, message: string): void {
    if (status === 401 && !has('no-challenge')) response.setHeader('www-authenticate', 'Bearer');
    answer(response, has('refused-with-200') && message !== 'no token' ? 200 : status, {
      status: 'fail',
      message,
    });
  }

  function open(response: ServerResponse, email: string): unknown {
    const token = issue(email);
    if (cookie) {
      const flags = has('cookie-without-flags') ? '' : '; HttpOnly; SameSite=Lax';
      const ends = has('cookie-expired') ? `; Expires=${new Date(Date.now() - 3_600_000).toUTCString()}` : '';
      response.setHeader('set-cookie', `session=${token}; Path=/${flags}${ends}`);
      return answer(response, 200, { status: 'success' });
    }
    answer(
      response,
      200,
      has('login-without-token') ? { status: 'success' } : { status: 'success', auth_token: token },
    );
  }

  function showForm(response: ServerResponse): unknown {
    response.setHeader('set-cookie', `session=${randomBytes(9).toString('hex')}; Path=/; HttpOnly`);
    if (refusal === 'redirect') return response.writeHead(302, { location: '/auth/login' }).end();
    return response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><form>no</form>');
  }

  function limited(response: ServerResponse): boolean {
    if (has('no-limit') || ++failures < MOST_FAILURES) return false;
    if (!has('no-retry-after')) response.setHeader('retry-after', '30');
    answer(response, 429, { status: 'fail', message: 'too many' });
    return true;
  }

  function register(text: string, response: ServerResponse): unknown {
    if (has('register-fails')) return answer(response, 500, { status: 'error' });
    if (has('register-limited')) return answer(response, 429, { status: 'fail' });
    const { email, password } = JSON.parse(text) as Account;
    const taken = accounts.some(account => account.email === email);
    if (taken && has('duplicate-500')) return answer(response, 500, { status: 'error' });
    if (taken && !has('duplicates')) return answer(response, 409, { status: 'fail' });
    accounts.push({ email, password });
    answer(response, 201, { status: 'success', id: accounts.length });
  }

  async function login(text: string, response: ServerResponse): Promise<unknown> {
    if (has('login-fails')) return answer(response, 503, { status: 'error' });
    const given = parse(text);
    if (given === undefined || typeof given.password !== 'string') {
      if (has('odd-500')) return ++failures && answer(response, 500, { status: 'error' });
      const found = accounts.find(({ email }) => email === given?.email);
      if (found !== undefined && has('object-password-let-in')) return open(response, found.email);
      return limited(response) ? undefined : refuse(response, 400, 'invalid payload');
    }
    const found = accounts.find(({ email }) => email === given.email);
    if (found === undefined && has('unknown-user-let-in')) return open(response, given.email);
    await sleep(has('time-tells') && found !== undefined ? SLOW_HASHING_MS : HASHING_MS);
    const isRight =
      found?.password === given.password ||
      (has('password-without-case') && found?.password.toLowerCase() === given.password.toLowerCase());
    if (found !== undefined && (has('any-password') || isRight)) {
      return open(response, found.email);
    }
    if (has('login-hangs-on-refusal')) return;
    if (limited(response)) return;
    if (refusal !== undefined) return showForm(response);
    const unknown = found === undefined;
    refuse(
      response,
      has('status-tells') && unknown ? 404 : 401,
      has('message-tells') && unknown ? 'who?' : 'no',
    );
  }

  function whoami(request: IncomingMessage, response: ServerResponse): unknown {
    if (has('whoami-hangs')) return;
    if (has('whoami-is-502')) return answer(response, 502, { message: 'bad gateway' });
    if (has('whoami-is-a-page')) {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>app</title>');
      return;
    }
    const token = tokenOf(request);
    if (token === undefined && !has('open-to-all'))
      return refuse(response, has('no-token-400') ? 400 : 401, 'no token');
    const email = has('open-to-all') ? accounts.at(-1)?.email : emailOf(token ?? '');
    if (email === undefined) return refuse(response, 401, 'invalid token');
    answer(response, 200, {
      status: 'success',
      data: { email: has('other-identity') ? 'root@example.com' : email },
    });
  }

  function logout(request: IncomingMessage, response: ServerResponse): unknown {
    if (has('no-logout')) return answer(response, 404, { message: 'not found' });
    const token = tokenOf(request);
    if (token === undefined || emailOf(token) === undefined) return refuse(response, 401, 'invalid token');
    if (!has('logout-ineffective')) revoked.add(token);
    if (cookie) response.setHeader('set-cookie', 'session=; Path=/; Max-Age=0');
    answer(response, 200, { status: 'success' });
  }

  function remove(email: string, response: ServerResponse): unknown {
    if (has('delete-fails')) return answer(response, 500, { status: 'error' });
    if (!has('delete-does-nothing')) {
      const kept = accounts.filter(account => account.email !== email);
      accounts.splice(0, accounts.length, ...kept);
    }
    answer(response, 200, { status: 'success' });
  }

  const server = createServer(async (request, response) => {
    const { origin } = request.headers;
    response.once('close', () => log.push(`${request.method} ${request.url} ${response.statusCode}`));
    if (origin !== undefined && has('cors-reflects')) {
      response.setHeader('access-control-allow-origin', origin);
      response.setHeader('access-control-allow-credentials', 'true');
    }
    const text = await bodyOf(request);
    const route = `${request.method} ${request.url}`;
    if (has('slow')) await sleep(SLOW_MS);
    if (has('html-for-everything')) {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>app</title>');
      return;
    }
    if (request.method === 'OPTIONS' && has('options-hang')) return;
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    if (request.method === 'DELETE') return remove(decodeURIComponent(request.url?.slice(7) ?? ''), response);
    if (route === 'POST /auth/register') return register(text, response);
    if (route === 'POST /auth/login') return login(text, response);
    if (route === 'GET /auth/status') return whoami(request, response);
    if (route === 'GET /auth/logout') return logout(request, response);
    answer(response, 404, { message: 'not found' });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as { port: number }).port,
    signingKey: key,
    users: () => accounts.map(({ email }) => email),
    log,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function parse(text: string): { email: string; password: unknown } | undefined {
  try {
    return JSON.parse(text) as { email: string; password: unknown };
  } catch {
    return undefined;
  }
}
