import { expect, test } from 'vitest';
import { file, manifest, PAGE, serveApp } from '../../tests/support/web-app.ts';
import { probe } from './pwa.ts';
import { errorOf, freePort, listen, probeContext, webTarget } from './testing.ts';

const at = { path: '/', serviceWorker: '/sw.js' };

test('sees page, manifest, icons, start page and worker', async () => {
  await using app = await serveApp();
  const seen = await probe.observe({ target: app.target, ...at }, probeContext());
  expect(seen).toMatchObject({
    secure: true,
    page: { status: 200, html: true },
    manifestHref: '/manifest.json',
    manifest: { value: { name: 'Small app' } },
    icons: [
      { claimedSizes: '192x192', image: { format: 'png', sizes: [{ width: 192, height: 192 }] } },
      { claimedSizes: '512x512' },
      { purposes: ['maskable'] },
    ],
    startUrl: { declared: '/', inScope: true, samePage: true, sameAsUnknown: false },
    worker: { fetched: { status: 200, mediaType: 'text/javascript' }, coversPage: true },
  });
});

test('an icon that is named twice is asked for once', async () => {
  await using app = await serveApp();
  await probe.observe({ target: app.target, ...at }, probeContext());
  expect(app.requests.filter(line => line === 'GET /icon-512.png')).toHaveLength(1);
});

test('follows the page, and not the worker, to where it is redirected', async () => {
  const moved = (location: string) => ({ status: 302, headers: { location } });
  await using app = await serveApp({
    '/': moved('/home/'),
    '/home/': file('text/html', PAGE),
    '/sw.js': moved('/w.js'),
  });
  const seen = await probe.observe({ target: app.target, ...at }, probeContext());
  expect(seen.page).toMatchObject({ url: `${app.origin}/`, finalUrl: `${app.origin}/home/`, redirects: 1 });
  expect(seen.worker).toMatchObject({ fetched: { status: 302, redirects: 0 }, location: '/w.js' });
});

test('a redirect that never ends is told by its status', async () => {
  await using app = await serveApp({ '/': { status: 302, headers: { location: '/' } } });
  const { page } = await probe.observe({ target: app.target, path: '/' }, probeContext());
  expect(page).toMatchObject({ status: 302, redirects: 5 });
});

test('the base path of the target goes before page and worker', async () => {
  const page = PAGE.replace('/manifest.json', 'manifest.json');
  await using app = await serveApp({
    '/shop/': file('text/html', page),
    '/shop/manifest.json': manifest({ start_url: '.' }),
  });
  const target = { ...app.target, basePath: '/shop' };
  const seen = await probe.observe({ target, ...at }, probeContext());
  expect(seen.startUrl).toMatchObject({ fetched: { url: `${app.origin}/shop/` }, scope: `${app.origin}/` });
  expect(seen.worker?.fetched).toMatchObject({ url: `${app.origin}/shop/sw.js`, status: 404 });
});

test('a worker in a folder covers the page only with the header that allows it', async () => {
  const js = (headers = {}) => file('text/javascript', '1', headers);
  await using app = await serveApp({
    '/static/sw.js': js(),
    '/static/allowed.js': js({ 'service-worker-allowed': '/' }),
  });
  const covers = async (serviceWorker: string) =>
    (await probe.observe({ target: app.target, path: '/', serviceWorker }, probeContext())).worker
      ?.coversPage;
  expect(await covers('/static/sw.js')).toBe(false);
  expect(await covers('/static/allowed.js')).toBe(true);
  expect(await covers('/sw.js')).toBe(true);
});

test('icons may be data, and other addresses cannot be fetched', async () => {
  const data = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg"/>')}`;
  const icons = [{ src: data }, { src: 'ftp://a.test/i.png' }, { src: 'http://127.0.0.1:1/i.png' }];
  await using app = await serveApp({ '/manifest.json': manifest({ icons }) });
  const seen = await probe.observe({ target: app.target, path: '/' }, probeContext());
  expect(seen.icons).toMatchObject([
    { image: { format: 'svg' } },
    { fetched: { error: { code: 'UNSUPPORTED_URL' } } },
    { fetched: { error: { code: 'ECONNREFUSED' } } },
  ]);
});

test('one icon that never answers costs no other fact', async () => {
  await using silent = await listen(() => undefined);
  const icons = [{ src: `http://127.0.0.1:${silent.port}/i.png` }];
  await using app = await serveApp({ '/manifest.json': manifest({ icons }) });
  const seen = await probe.observe({ target: app.target, path: '/' }, probeContext(2000));
  expect(seen.icons).toMatchObject([{ fetched: { error: { code: 'TIMEOUT' } } }]);
  expect(seen.startUrl?.fetched).toMatchObject({ status: 200 });
});

test.each([
  ['null', 'null'],
  ['an array', '[1]'],
  ['members of other types', '{"icons":[null,{"src":3},"x"],"start_url":{}}'],
])('a manifest that is %s gives no icons and no start page', async (_, body) => {
  await using app = await serveApp({ '/manifest.json': file('application/json', body) });
  const seen = await probe.observe({ target: app.target, path: '/' }, probeContext());
  expect(seen).toMatchObject({ icons: [], startUrl: undefined, manifest: { value: JSON.parse(body) } });
});

test('a byte order mark is no fault of a manifest', async () => {
  await using app = await serveApp({ '/manifest.json': file('application/json', '\uFEFF{"name":"A"}') });
  const { manifest: seen } = await probe.observe({ target: app.target, path: '/' }, probeContext());
  expect(seen?.value).toEqual({ name: 'A' });
});

test('a start_url that redirects out of the scope is seen where it ends', async () => {
  await using app = await serveApp({
    '/manifest.json': manifest({ start_url: '/app/', scope: '/app/' }),
    '/app/': { status: 302, headers: { location: '/login' } },
    '/login': file('text/html', '<h1>Log in</h1>'),
  });
  const { startUrl } = await probe.observe({ target: app.target, path: '/' }, probeContext());
  const fetched = { finalUrl: `${app.origin}/login`, redirects: 1 };
  expect(startUrl).toMatchObject({ fetched, inScope: false, scope: `${app.origin}/app/`, samePage: false });
});

test('a page that nobody serves is the fault of the target', async () => {
  const target = webTarget(await freePort());
  expect(await errorOf(probe.observe({ target, path: '/' }, probeContext()))).toBe('target ECONNREFUSED');
});
