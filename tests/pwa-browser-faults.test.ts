import { describe, expect } from 'vitest';
import { browserTest } from './support/browser.ts';
import { longBrowserTest } from './support/long-test.ts';
import { pwaFindings } from './support/pwa-findings.ts';
import { type Files, file, manifest, PAGE, REGISTER, SPA, WORKER, worker } from './support/web-app.ts';

const findings = (changes: Files) => pwaFindings(changes, true);
const script = (body: string) => file('text/javascript', body);
const PRECACHE_OF_MORE = script(worker(['/', '/app.js', '/gone.js'], `'/'`));
const rejected = `self.oninstall = event => event.waitUntil(Promise.reject(new Error('no')));`;
const late = `${WORKER} self.addEventListener('activate', () => { throw new Error('late'); });`;

/** Faults of the worker that only a browser shows. What is opened without a network is blocked by them. */
const WORKER_FAULTS: [name: string, changes: Files, code: string][] = [
  ['throws', { '/sw.js': script(`throw new Error('boom');`) }, 'WORKER_THROWS'],
  ['has a syntax error', { '/sw.js': script('{') }, 'WORKER_THROWS'],
  ['throws while it is activated', { '/sw.js': script(late) }, 'WORKER_THROWS'],
  ['fails to install', { '/sw.js': script(rejected) }, 'WORKER_INSTALL_FAILED'],
  [
    'never ends its installation',
    { '/sw.js': script('self.oninstall = event => event.waitUntil(new Promise(() => {}));') },
    'WORKER_STUCK',
  ],
  ['is not registered', { '/app.js': script('') }, 'WORKER_NOT_REGISTERED'],
  [
    'is refused',
    { '/app.js': script(`navigator.serviceWorker.register('/other.js').catch(() => 0);`) },
    'WORKER_REFUSED',
  ],
  ['keeps a file that is a 404', { '/sw.js': PRECACHE_OF_MORE }, 'WORKER_PRECACHE'],
  ['keeps a file that is a page', { '/sw.js': PRECACHE_OF_MORE, ...SPA }, 'WORKER_PRECACHE'],
];

describe('without a fault', () => {
  browserTest('everything is well', async () => {
    expect(await findings({})).toEqual([]);
  });

  longBrowserTest('an error that nobody catches is a warning', async () => {
    const page = file('text/html', PAGE.replace('<main', '<script>throw new Error("broken")</script><main'));
    expect(await findings({ '/': page })).toEqual(['console-errors warn PAGE_ERRORS']);
  });
});

describe('a worker that', () => {
  for (const [index, [name, changes, code]] of WORKER_FAULTS.entries()) {
    // One that throws, one that is not there, one that keeps too much
    const one = [0, 5, 7].includes(index) ? browserTest : longBrowserTest;
    one(name, async () => {
      const found = await findings(changes);
      expect(found.filter(line => !line.includes('<'))).toEqual([`worker-activates fail ${code}`]);
      const roots = found.flatMap(line => line.split(' < ')[1] ?? []);
      expect(roots.filter(root => root !== 'worker-activates')).toEqual([]);
    });
  }
});

/** The start page is one of the paths. */
const START_TOO = 'start-url-offline < offline /';

describe('a page that is shown without its style sheet', () => {
  const styled = file('text/html', PAGE.replace('<main', '<link rel="stylesheet" href="/app.css"><main'));
  const kept = script(worker(['/', '/app.js', '/app.css'], `'/'`));
  const styles = 'main { color: red }';
  const offlineToo = ['offline / < content', 'offline /deep/link < content', 'start-url-offline < content'];

  browserTest('has it served as text', async () => {
    const changes = {
      '/': styled,
      '/deep/link': styled,
      '/app.css': file('text/plain', styles),
      '/sw.js': kept,
    };
    expect(await findings(changes)).toEqual(['content fail PAGE_ASSETS_MISSING', ...offlineToo]);
  });

  longBrowserTest('has not got it, nor has the worker', async () => {
    expect(await findings({ '/': styled, '/deep/link': styled, '/sw.js': kept })).toEqual([
      'content fail PAGE_ASSETS_MISSING',
      ...offlineToo,
      'worker-activates < content',
    ]);
  });

  longBrowserTest('is well when it has it, whatever else fails in its scripts', async () => {
    const app = `${REGISTER} new WebSocket('ws://127.0.0.1:9'); console.error(new Error('told'));`;
    const changes = {
      '/': styled,
      '/deep/link': styled,
      '/app.css': file('text/css', styles),
      '/app.js': script(app),
      '/sw.js': kept,
    };
    expect(await findings(changes)).toEqual([]);
  });
});

describe('without a network', () => {
  const passOn = `
    self.oninstall = () => self.skipWaiting();
    self.onactivate = event => event.waitUntil(self.clients.claim());
    self.onfetch = event => event.respondWith(fetch(event.request));`;

  browserTest('a worker that keeps nothing fails on every path', async () => {
    expect(await findings({ '/sw.js': script(passOn) })).toEqual([
      'offline / fail OFFLINE_NOT_OPENED',
      'offline /deep/link < offline /',
      START_TOO,
    ]);
  });

  longBrowserTest('a fresh HTTP cache does not stand in for the worker', async () => {
    const fresh = file('text/html', PAGE, { 'cache-control': 'max-age=3600' });
    expect(await findings({ '/': fresh, '/deep/link': fresh, '/sw.js': script(passOn) })).toEqual([
      'offline / fail OFFLINE_NOT_OPENED',
      'offline /deep/link < offline /',
      START_TOO,
    ]);
  });

  browserTest('a worker that knows the first page only fails on the deep link alone', async () => {
    const exact = script(worker(['/', '/app.js'], 'event.request'));
    expect(await findings({ '/sw.js': exact })).toEqual(['offline /deep/link fail OFFLINE_DEEP_LINK']);
  });

  browserTest('a page without its script is not well', async () => {
    expect(await findings({ '/sw.js': script(worker(['/'], `'/'`)) })).toEqual([
      'offline / fail OFFLINE_ASSETS_MISSING',
      'offline /deep/link < offline /',
      START_TOO,
    ]);
  });

  longBrowserTest('a worker that answers scripts with the page is not well', async () => {
    const pageForAll = WORKER.replace(`event.request.mode === 'navigate' ? '/' : event.request`, `'/'`);
    expect(await findings({ '/sw.js': script(pageForAll) })).toEqual([
      'offline / fail OFFLINE_ASSETS_MISSING',
      'offline /deep/link < offline /',
      START_TOO,
    ]);
  });

  longBrowserTest('a worker that answers with an error is not well', async () => {
    const sorry = WORKER.replace('(await kept())', `new Response('no', { status: 503 })`);
    expect(await findings({ '/sw.js': script(sorry) })).toEqual([
      'offline / fail OFFLINE_STATUS',
      'offline /deep/link < offline /',
      START_TOO,
    ]);
  });

  longBrowserTest('another page than the declared one is told by the selector', async () => {
    const sorry = file('text/html', '<h1>You are offline</h1>');
    const keepsSorry = script(worker(['/sorry', '/app.js'], `'/sorry'`));
    expect(await findings({ '/sorry': sorry, '/sw.js': keepsSorry })).toEqual([
      'offline / fail OFFLINE_NOT_SHOWN',
      'offline /deep/link < offline /',
      START_TOO,
    ]);
  });

  browserTest('a start_url with a query is opened too', async () => {
    const exact = script(worker(['/', '/app.js', '/deep/link'], 'event.request'));
    const changes: Files = {
      '/manifest.json': manifest({ start_url: '/?from=home' }),
      '/sw.js': exact,
      '/deep/link': file('text/html', PAGE),
    };
    expect(await findings(changes)).toEqual(['start-url-offline fail OFFLINE_NOT_OPENED']);
  });
});
