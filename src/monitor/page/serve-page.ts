import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { http } from '../../probes/node-http.ts';
import type { Told } from '../history/chronicle.ts';
import { renderBadge } from './badge.ts';
import { renderMetrics } from './metrics.ts';
import type { Overview } from './overview.ts';
import { statusPage } from './page.ts';

/** Where the page is served. */
export interface PageOptions {
  readonly host: string;
  readonly port: number;
  /** Asked for in each request; required for any address but loopback. */
  readonly token?: string;
}

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];
/** The monitor itself counts as hung when it has not looked for so long. */
const HUNG_MS = 600_000;
const MOST_LISTENERS = 100;

/** Whether an address is of this machine alone. */
export const isLoopback = (host: string): boolean => LOOPBACK.includes(host);

const digest = (text: string) => createHash('sha256').update(text).digest();

function mayRead(request: IncomingMessage, url: URL, { token, host }: PageOptions): boolean {
  // A page of elsewhere whose name was made to point here (DNS rebinding) names itself.
  const named = URL.parse(`http://${request.headers.host ?? ''}`)?.hostname.replace(/^\[|\]$/g, '') ?? '';
  if (token === undefined) return isLoopback(host) && LOOPBACK.includes(named);
  const [, bearer] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? [];
  const given = bearer ?? url.searchParams.get('token') ?? '';
  return timingSafeEqual(digest(given), digest(token));
}

function send(response: ServerResponse, type: string, body: string, status = 200): void {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
  });
  response.end(body);
}

function sendPage(response: ServerResponse): void {
  const nonce = randomBytes(16).toString('base64');
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'`;
  response.setHeader('content-security-policy', policy);
  send(response, 'text/html; charset=utf-8', statusPage(nonce));
}

/** A server of what the monitor knows. It changes nothing: there is no request that does. */
export interface PageServer {
  readonly url: string;
  /** Has open pages follow. */
  changed(): void;
  close(): Promise<void>;
}

/**
 * Serves the status page, `/healthz`, `/api/status`, `/api/history`, `/metrics`, `/badge.svg` and `/events`.
 *
 * @param overview what is shown, made at each request
 * @param told what was measured
 * @throws Error of `listen`: EADDRINUSE, EACCES …
 */
export async function servePage(
  options: PageOptions,
  overview: () => Overview,
  told: () => Told,
): Promise<PageServer> {
  const listeners = new Set<ServerResponse>();

  function listen(response: ServerResponse): void {
    if (listeners.size >= MOST_LISTENERS)
      return void send(response, 'text/plain', 'too many pages are open\n', 503);
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(`data: ${JSON.stringify(overview())}\n\n`);
    listeners.add(response);
    response.on('close', () => listeners.delete(response));
  }

  function healthz(response: ServerResponse): void {
    const { seenAt, blind } = overview();
    const hung = seenAt !== undefined && blind === undefined && Date.now() - seenAt > HUNG_MS;
    send(
      response,
      'text/plain',
      hung ? 'the monitor has not looked for ten minutes\n' : 'ok\n',
      hung ? 503 : 200,
    );
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://monitor.invalid');
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return send(response, 'text/plain', 'only GET\n', 405);
    // What runs the monitor asks without a token, and learns one word
    if (url.pathname === '/healthz') return healthz(response);
    if (!mayRead(request, url, options)) return send(response, 'text/plain', 'a token is needed\n', 401);
    switch (url.pathname) {
      case '/':
        return sendPage(response);
      case '/api/status':
        return send(response, 'application/json', `${JSON.stringify(overview())}\n`);
      case '/api/history':
        return send(response, 'application/json', `${JSON.stringify(told())}\n`);
      case '/metrics':
        return send(response, 'text/plain; version=0.0.4; charset=utf-8', await renderMetrics(overview()));
      case '/badge.svg':
        return send(response, 'image/svg+xml', renderBadge(overview()));
      case '/events':
        return listen(response);
      default:
        return send(response, 'text/plain', 'there is no such page\n', 404);
    }
  }

  const server: Server = http.createServer((request, response) => {
    answer(request, response).catch(() => send(response, 'text/plain', 'failed\n', 500));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `http://${host}:${port}/`,
    changed() {
      if (listeners.size === 0) return;
      const text = `data: ${JSON.stringify(overview())}\n\n`;
      for (const listener of listeners) listener.write(text);
    },
    async close() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
