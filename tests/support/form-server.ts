import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** Where the token of a form stands: in a cookie and sent back in a header, in a hidden field, in a meta tag, in JSON. */
export type TokenPlace = 'cookie' | 'field' | 'meta' | 'json';

/** An application of pages: sessions in a cookie, and no request that changes something without the token of its session. */
export interface FormServer extends AsyncDisposable {
  readonly port: number;
  users(): string[];
  /** Requests so far: `POST /login 302`. */
  readonly log: readonly string[];
}

/** What can be wrong with it. */
export interface FormFaults {
  readonly anyPassword?: boolean;
  readonly noToken?: boolean;
  readonly openToAll?: boolean;
}

interface Session {
  /** With signs that a form has to encode. */
  readonly token: string;
  email?: string;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

function pageOf(place: TokenPlace, token: string): string {
  const field = place === 'field' ? `<input value="${escaped(token)}" type=hidden name='csrf_token'>` : '';
  const meta = place === 'meta' ? `<meta name="csrf-token" content="${escaped(token)}">` : '';
  return `<!doctype html><!-- <input name="csrf_token" value="not this one"> -->${meta}<form method=post>${field}</form>`;
}

const cookieOf = ({ headers }: IncomingMessage, name: string) =>
  new RegExp(`(?:^|; )${name}=([^;]*)`).exec(headers.cookie ?? '')?.[1];

/** Starts it on 127.0.0.1. */
export async function startFormServer(place: TokenPlace, faults: FormFaults = {}): Promise<FormServer> {
  const sessions = new Map<string, Session>();
  const passwords = new Map<string, string>();
  const log: string[] = [];

  function answer(response: ServerResponse, status: number, body = '', headers: Record<string, string> = {}) {
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body);
  }

  function open(response: ServerResponse, email?: string): Session {
    const session = { token: `${randomBytes(9).toString('base64')}+/"&`, email };
    const id = randomBytes(12).toString('hex');
    sessions.set(id, session);
    const cookies = [`session=${id}; Path=/; HttpOnly; SameSite=Lax`];
    if (place === 'cookie')
      cookies.push(`csrftoken=${encodeURIComponent(session.token)}; Path=/; SameSite=Lax`);
    response.setHeader('set-cookie', cookies);
    return session;
  }

  function change(path: string, form: URLSearchParams, session: Session, response: ServerResponse) {
    const [email, password] = [form.get('email') ?? '', form.get('password') ?? ''];
    if (path === '/register') {
      if (passwords.has(email)) return answer(response, 409);
      passwords.set(email, password);
      return answer(response, 302, '', { location: '/login' });
    }
    if (path === '/login') {
      const isRight = passwords.has(email) && (faults.anyPassword || passwords.get(email) === password);
      // A new session in any case, as frameworks do that keep the message of the failure in it
      const next = open(response, isRight ? email : undefined);
      return isRight
        ? answer(response, 302, '', { location: '/' })
        : answer(response, 200, pageOf(place, next.token));
    }
    if (path === '/logout') {
      session.email = undefined;
      return answer(response, 302, '', { location: '/login' });
    }
    if (session.email === undefined) return answer(response, 302, '', { location: '/login' });
    passwords.delete(session.email);
    return answer(response, 204);
  }

  const server = createServer(async (request, response) => {
    const { url = '', method = '' } = request;
    response.on('finish', () => log.push(`${method} ${url} ${response.statusCode}`));
    const body = await bodyOf(request);
    const known = sessions.get(cookieOf(request, 'session') ?? '');
    if (method === 'GET' && url === '/me') {
      const email = known?.email ?? (faults.openToAll ? [...passwords.keys()].at(-1) : undefined);
      if (email === undefined) return answer(response, 302, '', { location: '/login' });
      return answer(response, 200, JSON.stringify({ email }), { 'content-type': 'application/json' });
    }
    if (method === 'GET') {
      const session = known ?? open(response);
      if (faults.noToken) return answer(response, 200, '<!doctype html>');
      return place === 'json'
        ? answer(response, 200, JSON.stringify({ csrf: session.token }), {
            'content-type': 'application/json',
          })
        : answer(response, 200, pageOf(place, session.token));
    }
    const form = new URLSearchParams(body);
    const given = form.get('csrf_token') ?? request.headers['x-csrftoken'];
    if (known === undefined || given !== known.token)
      return answer(response, 403, '<!doctype html>Forbidden');
    return change(url, form, known, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    port,
    users: () => [...passwords.keys()],
    log,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
