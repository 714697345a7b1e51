import { describe, expect, test } from 'vitest';
import { browserTest } from './support/browser.ts';
import { png } from './support/png.ts';
import { pwaFindings } from './support/pwa-findings.ts';
import { type Files, file, MANIFEST, manifest, PAGE, SPA, WORKER } from './support/web-app.ts';

const script = (body: string) => file('text/javascript', body);
const page = (from: string | RegExp, to: string) => file('text/html', PAGE.replace(from, to));
const json = (body: string) => file('application/json', body);
const iconsOfOneSize = manifest({ icons: MANIFEST.icons.slice(0, 1) });

/** Faults that show over HTTP. `in browser`, for one of each kind: what a browser says follows, and must be put down to the same check. */
const HTTP_FAULTS: [name: string, changes: Files, expected: string, where?: 'in browser'][] = [
  ['page broken', { '/': { status: 500, body: 'oops' } }, 'page fail PAGE_STATUS', 'in browser'],
  ['link missing', { '/': page(/<link[^>]*>/, '') }, 'manifest-linked fail MANIFEST_NOT_LINKED'],
  ['manifest missing', { '/manifest.json': undefined }, 'manifest-json fail MANIFEST_STATUS'],
  ['manifest invalid', { '/manifest.json': json('{"name":') }, 'manifest-json fail MANIFEST_SYNTAX'],
  ['manifest empty', { '/manifest.json': json('') }, 'manifest-json fail MANIFEST_EMPTY'],
  [
    'manifest HTML',
    { '/manifest.json': undefined, ...SPA },
    'manifest-json fail MANIFEST_HTML',
    'in browser',
  ],
  [
    'manifest as text',
    { '/manifest.json': file('text/plain', JSON.stringify(MANIFEST)) },
    'manifest-json warn MANIFEST_MIME',
  ],
  [
    'name missing',
    { '/manifest.json': manifest({ name: '', short_name: '' }) },
    'installable fail NAME_MISSING',
  ],
  [
    'display browser',
    { '/manifest.json': manifest({ display: 'browser' }) },
    'installable fail DISPLAY_NOT_INSTALLABLE',
  ],
  ['icon missing', { '/icon-192.png': undefined }, 'icons fail ICON_STATUS'],
  ['icon HTML', { '/icon-192.png': undefined, ...SPA }, 'icons fail ICON_HTML'],
  ['icon of another size', { '/icon-192.png': file('image/png', png(64)) }, 'icons fail ICON_SIZE'],
  [
    'icon destroyed behind its header',
    { '/icon-192.png': file('image/png', png(192).fill(7, 50, 80)) },
    'icons fail ICON_DAMAGED',
  ],
  [
    'icon cut off',
    { '/icon-192.png': file('image/png', png(192).subarray(0, 80)) },
    'icons fail ICON_DAMAGED',
    'in browser',
  ],
  ['icons few', { '/manifest.json': iconsOfOneSize }, 'icon-sizes warn ICON_512_MISSING'],
  [
    'start page 404',
    { '/manifest.json': manifest({ start_url: '/gone' }) },
    'start-url fail START_URL_STATUS',
  ],
  [
    'start page fallback',
    { '/manifest.json': manifest({ start_url: '/start.html' }), ...SPA },
    'start-url fail START_URL_FALLBACK',
  ],
  ['path unknown to the server', { '/deep/link': undefined }, 'paths /deep/link fail PATH_STATUS'],
  [
    'path with the page and 404',
    { '/deep/link': { status: 404, ...page('x-no', '') } },
    'paths /deep/link fail PATH_SPA_404',
  ],
  ['path of an API', { '/deep/link': json('{}') }, 'paths /deep/link fail PATH_NOT_HTML'],
  ['worker missing', { '/sw.js': undefined }, 'worker-script fail WORKER_STATUS', 'in browser'],
  ['worker HTML', { '/sw.js': undefined, ...SPA }, 'worker-script fail WORKER_HTML'],
  ['worker empty', { '/sw.js': script('') }, 'worker-script fail WORKER_EMPTY'],
  ['worker of another type', { '/sw.js': file('text/plain', WORKER) }, 'worker-script fail WORKER_MIME'],
  [
    'worker redirected',
    { '/sw.js': { status: 302, headers: { location: '/w.js' } }, '/w.js': script(WORKER) },
    'worker-script fail WORKER_REDIRECT',
  ],
  [
    'worker cached long',
    { '/sw.js': file('text/javascript', WORKER, { 'cache-control': 'max-age=31536000' }) },
    'worker-cache warn WORKER_CACHED_LONG',
  ],
];

const own = (found: string[]) => found.filter(line => !line.includes('<'));

describe('a fault that shows over HTTP turns its own check red, and no other', () => {
  test.each(HTTP_FAULTS)('%s', async (_, changes, expected) => {
    expect(own(await pwaFindings(changes, false))).toEqual([expected]);
  });

  for (const [name, changes, expected, where] of HTTP_FAULTS) {
    if (where === undefined) continue;
    browserTest(`${name}, seen with a browser: what follows is put down to it`, async () => {
      const found = await pwaFindings(changes, true);
      expect(own(found)).toEqual([expected]);
      const roots = found.flatMap(line => line.split(' < ')[1] ?? []);
      expect(roots.filter(root => root.split(' ')[0] !== expected.split(' ')[0])).toEqual([]);
    });
  }
});
