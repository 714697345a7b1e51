import { createServer, type OutgoingHttpHeaders } from 'node:http';
import type { WebTarget } from '../../src/model/target.ts';
import { listening, webTarget } from '../../src/probes/testing.ts';
import { png } from './png.ts';

/** What a server answers on one path. */
export interface Answer {
  readonly status?: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

/** Path → answer; `*` answers for all other paths. `undefined` takes a file away. */
export type Files = Readonly<Record<string, Answer | undefined>>;

/** An answer with a media type. */
export const file = (type: string, body: string | Buffer, headers: OutgoingHttpHeaders = {}): Answer => ({
  headers: { 'content-type': type, ...headers },
  body,
});

/** A manifest without a fault. */
export const MANIFEST = {
  name: 'Small app',
  short_name: 'Small',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  icons: [
    { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
    { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
    { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
};

/** The manifest with some members changed. */
export const manifest = (more: Record<string, unknown> = {}): Answer =>
  file('application/manifest+json', JSON.stringify({ ...MANIFEST, ...more }));

/** The only page. */
export const PAGE = `<!doctype html>
<title>Small app</title>
<link rel="manifest" href="/manifest.json">
<script src="/app.js"></script>
<main id="app">Here</main>
`;

/** What a page does to have its worker. */
export const REGISTER = `navigator.serviceWorker.register('/sw.js').catch(() => undefined);`;

/** A worker that keeps these paths, and answers navigations with `fallback` when there is no network. */
export const worker = (kept: readonly string[], fallback: string): string => `
self.addEventListener('install', event => event.waitUntil(
  caches.open('v1').then(cache => cache.addAll(${JSON.stringify(kept)})).then(() => self.skipWaiting())));
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', event => {
  const kept = () => caches.match(event.request.mode === 'navigate' ? ${fallback} : event.request);
  event.respondWith(fetch(event.request).catch(async error => (await kept()) ?? Promise.reject(error)));
});
`;

/** The worker of the app without a fault. */
export const WORKER = worker(['/', '/app.js'], `'/'`);

/** A small installable app that works without a network. */
export const APP: Files = {
  '/': file('text/html; charset=utf-8', PAGE),
  '/deep/link': file('text/html; charset=utf-8', PAGE),
  '/manifest.json': manifest(),
  '/app.js': file('text/javascript', REGISTER),
  '/sw.js': file('text/javascript', WORKER),
  '/icon-192.png': file('image/png', png(192)),
  '/icon-512.png': file('image/png', png(512)),
};

/** What a single-page application answers for whatever it does not have. */
export const SPA: Files = { '*': file('text/html', PAGE) };

/** A web app that is served on this machine. */
export interface ServedApp extends AsyncDisposable {
  readonly target: WebTarget;
  readonly origin: string;
  /** `GET /path` in the order of arrival. */
  readonly requests: readonly string[];
}

/** Serves the small app with some files changed. */
export async function serveApp(changes: Files = {}): Promise<ServedApp> {
  const files: Files = { ...APP, ...changes };
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    requests.push(`${request.method} ${path}`);
    const answer = files[path] ?? files['*'] ?? { status: 404, ...file('text/html', '<h1>Not found</h1>') };
    response.writeHead(answer.status ?? 200, answer.headers).end(answer.body);
  });
  const { port, [Symbol.asyncDispose]: dispose } = await listening(server);
  return {
    target: webTarget(port),
    origin: `http://127.0.0.1:${port}`,
    requests,
    [Symbol.asyncDispose]: dispose,
  };
}
