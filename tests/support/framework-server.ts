import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** The one account of each. */
export const ACCOUNT = { names: ['watcher', 'watcher@shop.example'], password: 'made-up-for-a-test' };

interface Session {
  token: string;
  user?: string;
}

/** A request as a framework sees it. */
interface Asked {
  readonly request: IncomingMessage;
  readonly form: URLSearchParams;
  readonly session: Session;
}

/** How a framework guards its forms and signs people in. */
interface Framework {
  readonly form: string;
  readonly login: string;
  readonly logout: string;
  readonly home: string;
  readonly userField: string;
  /** Where a wrong password leads; undefined: the form once more. */
  readonly refusedTo?: string;
  readonly welcome: (origin: string) => string;
  /** The status of a request whose token is wrong. */
  readonly forged: number;
  /** Who is signed in gets no form. */
  readonly formForStrangers: boolean;
  readonly cookie?: (token: string) => string;
  readonly inPage: (token: string) => string;
  readonly isGuarded: (asked: Asked) => boolean;
}

/** The same token, another text each time. */
const mask = (token: string) => Buffer.from(`${randomBytes(6).toString('hex')}:${token}`).toString('base64');
const unmask = (text: unknown) => Buffer.from(String(text), 'base64').toString().split(':')[1];

const csrfCookie = ({ headers }: IncomingMessage, name: string) =>
  new RegExp(`(?:^|; )${name}=([^;]*)`).exec(headers.cookie ?? '')?.[1];

const refererIsOwn = ({ headers }: IncomingMessage) =>
  headers.referer?.startsWith(`http://${headers.host}/`) === true;

/** Each as its documentation and its source have it, of the versions that are maintained. */
export const FRAMEWORKS: Readonly<Record<string, Framework>> = {
  // CsrfViewMiddleware: the cookie and the field are both masked; behind HTTPS the Referer is asked for
  django: {
    form: '/admin/login/',
    login: 'POST /admin/login/',
    logout: 'POST /admin/logout/',
    home: '/admin/',
    userField: 'username',
    welcome: () => '/admin/',
    forged: 403,
    formForStrangers: true,
    cookie: token => `csrftoken=${token}; Path=/; SameSite=Lax`,
    inPage: token => `<input type="hidden" name="csrfmiddlewaretoken" value="${mask(token)}">`,
    isGuarded: ({ request, form }) => {
      const given = form.get('csrfmiddlewaretoken') ?? '';
      const cookie = csrfCookie(request, 'csrftoken');
      return refererIsOwn(request) && cookie !== undefined && (given === cookie || unmask(given) === cookie);
    },
  },
  // PreventRequestForgery: the cookie is encrypted anew with each answer, and encoded; the header is not
  laravel: {
    form: '/login',
    login: 'POST /login',
    logout: 'POST /logout',
    home: '/dashboard',
    userField: 'email',
    refusedTo: '/login',
    welcome: origin => `${origin}/dashboard`,
    forged: 419,
    formForStrangers: true,
    cookie: token => `XSRF-TOKEN=${encodeURIComponent(`${mask(token)}==`)}; Path=/; SameSite=Lax`,
    inPage: () => '',
    isGuarded: ({ request, session }) => {
      const given = String(request.headers['x-xsrf-token']);
      return given.endsWith('==') && unmask(given) === session.token;
    },
  },
  // protect_from_forgery and the generator of authentication: masked in each page, a wrong password redirects
  rails: {
    form: '/session/new',
    login: 'POST /session',
    logout: 'DELETE /session',
    home: '/account',
    userField: 'email_address',
    refusedTo: '/session/new',
    welcome: origin => `${origin}/`,
    forged: 422,
    formForStrangers: false,
    inPage: token =>
      `<meta name="csrf-param" content="authenticity_token"><meta name="csrf-token" content="${mask(token)}">`,
    isGuarded: ({ request, session }) => unmask(request.headers['x-csrf-token']) === session.token,
  },
  // CSRFProtect: a field signed with the time
  'flask-wtf': {
    form: '/login',
    login: 'POST /login',
    logout: 'GET /logout',
    home: '/profile',
    userField: 'username',
    welcome: () => '/',
    forged: 400,
    formForStrangers: true,
    inPage: token => `<input id="csrf_token" name="csrf_token" type="hidden" value="${mask(token)}">`,
    isGuarded: ({ request, form, session }) =>
      refererIsOwn(request) && unmask(form.get('csrf_token')) === session.token,
  },
};

/** What can be wrong with it. */
export interface FrameworkFaults {
  readonly anyPassword?: boolean;
  readonly openToAll?: boolean;
  readonly staysSignedIn?: boolean;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

/** Starts a server on 127.0.0.1 that signs in as a framework does. */
export async function startFrameworkServer(framework: Framework, faults: FrameworkFaults = {}) {
  const sessions = new Map<string, Session>();
  const log: string[] = [];

  function open(user?: string): { id: string; session: Session } {
    const id = randomBytes(12).toString('hex');
    const session = { token: randomBytes(16).toString('hex'), user };
    sessions.set(id, session);
    return { id, session };
  }

  function reply(
    response: ServerResponse,
    status: number,
    { id, session }: ReturnType<typeof open>,
    more: { to?: string; page?: string } = {},
  ) {
    const cookies = [
      `session=${id}; Path=/; HttpOnly; SameSite=Lax`,
      framework.cookie?.(session.token) ?? [],
    ].flat();
    response.setHeader('set-cookie', cookies);
    if (more.to !== undefined) response.setHeader('location', more.to);
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(more.page ?? '');
  }

  const page = ({ token, user = '' }: Session) =>
    `<!doctype html><title>shop</title>${framework.inPage(token)}<p>${user}</p>`;

  const server = createServer(async (request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    const asked = `${request.method} ${path}`;
    response.on('finish', () => log.push(`${asked} ${response.statusCode}`));
    const form = new URLSearchParams(await bodyOf(request));
    const id = csrfCookie(request, 'session') ?? '';
    const known = sessions.get(id);
    const own = known === undefined ? open() : { id, session: known };
    const { session } = own;
    const isChange = !['GET', 'HEAD', 'OPTIONS'].includes(request.method ?? '');
    if (isChange && (known === undefined || !framework.isGuarded({ request, form, session })))
      return reply(response, framework.forged, own);
    if (asked === framework.login) {
      const user = form.get(framework.userField) ?? '';
      const isRight =
        ACCOUNT.names.includes(user) && (faults.anyPassword || form.get('password') === ACCOUNT.password);
      if (isRight) {
        sessions.delete(own.id);
        return reply(response, 302, open(user), { to: framework.welcome(`http://${request.headers.host}`) });
      }
      return framework.refusedTo === undefined
        ? reply(response, 200, own, { page: page(session) })
        : reply(response, 302, own, { to: framework.refusedTo });
    }
    if (asked === framework.logout) {
      if (!faults.staysSignedIn) sessions.delete(own.id);
      return reply(response, 302, open(), { to: framework.form });
    }
    if (path === framework.home) {
      const seen = faults.openToAll
        ? { ...session, user: ACCOUNT.names[framework.userField.startsWith('email') ? 1 : 0] }
        : session;
      return seen.user === undefined
        ? reply(response, 302, own, { to: framework.form })
        : reply(response, 200, own, { page: page(seen) });
    }
    if (path === framework.form && session.user !== undefined && framework.formForStrangers)
      return reply(response, 302, own, { to: framework.home });
    return reply(response, path === framework.form ? 200 : 404, own, { page: page(session) });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    port,
    log,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
