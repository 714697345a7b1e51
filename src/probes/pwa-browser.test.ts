import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { browser, browserTest } from '../../tests/support/browser.ts';
import { APP, file, PAGE, serveApp } from '../../tests/support/web-app.ts';
import type { WebTarget } from '../model/target.ts';
import { browserFlags } from './browser/flags.ts';
import { withBrowser } from './browser/with-browser.ts';
import { probe } from './pwa-browser.ts';
import { certificate, errorOf, freePort, listen, listening, probeContext, webTarget } from './testing.ts';
import { resolveWeb } from './web-address.ts';

const params = (target: WebTarget, more = {}) => ({
  target,
  path: '/',
  enabled: true,
  workerExpected: true,
  offline: ['/', '/deep/link'],
  offlineShows: '#app',
  ...more,
});

afterEach(() => vi.unstubAllEnvs());

browserTest('installs, works and opens without a network, and asks the server for nothing then', async () => {
  await using app = await serveApp();
  const seen = await probe.observe(params(app.target), probeContext(40_000));
  expect(seen).toMatchObject({
    browser: 'used',
    status: 200,
    installability: [],
    pageErrors: [],
    worker: {
      state: 'activated',
      scriptUrl: `${app.origin}/sw.js`,
      refusals: [],
      errors: [],
      failedFetches: [],
    },
    offline: [
      { path: '/', how: 'reload', status: 200, fromWorker: true, shows: true },
      { path: '/', how: 'open', status: 200, fromWorker: true, shows: true },
      { path: '/deep/link', how: 'open', status: 200, fromWorker: true, shows: true },
    ],
    answeredOffline: [],
  });
  expect(app.requests).not.toContain('GET /deep/link');
});

browserTest('a private authority and a name that no name server knows are no obstacle', async () => {
  const { key, cert } = certificate('DNS:shop.test');
  const server = createServer({ key, cert }, (request, response) => {
    const found = APP[request.url ?? '/'] ?? { status: 404 };
    response.writeHead(found.status ?? 200, found.headers).end(found.body);
  });
  await using served = await listening(server);
  const target = webTarget(served.port, { tls: true, hostname: 'shop.test', ca: cert });
  const seen = await probe.observe(params(target), probeContext(40_000));
  expect(seen).toMatchObject({ url: `https://shop.test:${served.port}/`, worker: { state: 'activated' } });
  expect(seen).toMatchObject({ installability: [], offline: [{ fromWorker: true }, {}, {}] });
});

browserTest('a certificate that nobody vouches for keeps the page from loading', async () => {
  const { key, cert } = certificate('DNS:shop.test');
  await using served = await listening(createServer({ key, cert }, (_, response) => response.end(PAGE)));
  const target = webTarget(served.port, { tls: true, hostname: 'shop.test' });
  expect(await errorOf(probe.observe(params(target), probeContext(40_000)))).toBe('target PAGE_NOT_LOADED');
});

browserTest('nothing that listens is the fault of the target', async () => {
  const target = webTarget(await freePort());
  expect(await errorOf(probe.observe(params(target), probeContext(40_000)))).toBe('target PAGE_NOT_LOADED');
});

browserTest(
  'a page whose script is missing stays blank, and what is drawn in a closed shadow root shows',
  async () => {
    const look = async (script: { status: number; body?: string }) => {
      const page = PAGE.replace('Here', '').replace('/app.js', '/drawing.js');
      const drawing = { headers: { 'content-type': 'text/javascript' }, ...script };
      await using app = await serveApp({ '/': file('text/html', page), '/drawing.js': drawing });
      const target = params(app.target, { workerExpected: false, offline: [] });
      const seen = await probe.observe(target, probeContext(20_000));
      return seen.browser === 'used' ? seen : undefined;
    };
    const draw =
      "onload = () => (document.querySelector('#app').attachShadow({ mode: 'closed' }).innerHTML = 'Hello');";
    const [blank, drawn] = await Promise.all([look({ status: 404 }), look({ status: 200, body: draw })]);
    expect(blank).toMatchObject({ shows: false, consoleErrors: [expect.stringContaining('404')] });
    expect(drawn).toMatchObject({ shows: true });
  },
);

browserTest('a worker that has nothing to answer with, and no network, has not thrown before', async () => {
  const kept = "caches.open('v1').then(cache => cache.addAll(['/', '/app.js']))";
  const answer = 'event.respondWith(fetch(event.request).catch(() => caches.match(event.request)))';
  const script = `addEventListener('install', event => { skipWaiting(); event.waitUntil(${kept}); });
    addEventListener('activate', event => event.waitUntil(clients.claim()));
    addEventListener('fetch', event => ${answer});`;
  const page = PAGE.replace('</main>', '</main><img src="/icon-192.png">');
  await using app = await serveApp({
    '/sw.js': file('text/javascript', script),
    '/': file('text/html', page),
  });
  const seen = await probe.observe(params(app.target, { offline: ['/'] }), probeContext(40_000));
  expect(seen).toMatchObject({ worker: { state: 'activated', errors: [] }, offline: [{ status: 200 }, {}] });
});

browserTest('a page that never ends is given up in time', async () => {
  await using silent = await listen(() => undefined);
  const page = PAGE.replace('/app.js', `http://127.0.0.1:${silent.port}/never.js`);
  await using app = await serveApp({ '/': file('text/html', page) });
  expect(await errorOf(probe.observe(params(app.target), probeContext(40_000)))).toBe(
    'target PAGE_NOT_LOADED',
  );
});

browserTest('a look whose time is up ends with the browser', async () => {
  await using silent = await listen(() => undefined);
  const target = webTarget(silent.port);
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 1500);
  const context = { ...probeContext(), signal: abort.signal, timeoutMs: 60_000 };
  expect(await errorOf(probe.observe(params(target), context))).toBe('target TIMEOUT');
});

browserTest('a browser that is slow by itself is no fault of the target', async () => {
  await using silent = await listen(() => undefined);
  const slow = join(tmpdir(), `failsafe-slow-browser-${process.pid}`);
  writeFileSync(slow, `#!/bin/sh\nsleep 12\nexec ${browser} "$@"\n`, { mode: 0o755 });
  vi.stubEnv('FAILSAFE_BROWSER', slow);
  try {
    const look = probe.observe(params(webTarget(silent.port)), probeContext(44_000));
    expect(await errorOf(look)).toBe('observer BROWSER_SLOW');
  } finally {
    rmSync(slow);
  }
});

browserTest('a worker of another folder is told by its scope', async () => {
  const register = `navigator.serviceWorker.register('/assets/sw.js');`;
  await using app = await serveApp({
    ...APP,
    '/app.js': file('text/javascript', register),
    '/assets/sw.js': APP['/sw.js'],
  });
  expect(await probe.observe(params(app.target), probeContext(40_000))).toMatchObject({
    worker: { state: 'none', elsewhere: [`${app.origin}/assets/`] },
  });
});

browserTest('a selector that is none is no fault of the page', async () => {
  await using app = await serveApp();
  const look = probe.observe(params(app.target, { offlineShows: '<<' }), probeContext(40_000));
  expect(await errorOf(look)).toBe('observer SELECTOR_INVALID');
});

browserTest('talks to nobody but the app', async () => {
  await using app = await serveApp();
  const context = probeContext(44_000);
  const log = join(tmpdir(), `failsafe-net-log-${process.pid}.json`);
  const flags = [
    ...(await browserFlags(await resolveWeb(app.target, context), context.signal)),
    `--log-net-log=${log}`,
  ];
  try {
    await withBrowser({ executable: browser ?? '', flags }, context, async opened => {
      const page = await opened.newPage();
      await page.goto(app.origin);
      await page.waitForTimeout(2000);
    });
    const asked = readFileSync(log, 'utf8').matchAll(/"host":"(?:https?:\/\/)?([^":/]+)/g);
    expect([...new Set([...asked].map(([, host]) => host))]).toEqual(['127.0.0.1']);
  } finally {
    rmSync(log, { force: true });
  }
});

test('without a browser it says why, and how to get one', async () => {
  vi.stubEnv('PATH', '/nowhere');
  vi.stubEnv('FAILSAFE_BROWSER', '');
  vi.stubEnv('CHROME_PATH', '');
  const seen = await probe.observe(params(webTarget(1)), probeContext());
  if (seen.browser === 'none') expect(seen.reason).toContain('FAILSAFE_BROWSER');
  else throw new Error('a browser was found outside of the PATH');
});

test('pwa.browser: false is kept', async () => {
  const seen = await probe.observe(params(webTarget(1), { enabled: false }), probeContext());
  expect(seen).toEqual({ browser: 'none', reason: 'pwa.browser is false in failsafe.yaml' });
});
