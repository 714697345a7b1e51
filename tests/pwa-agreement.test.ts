import { expect } from 'vitest';
import { check } from '../src/levels/pwa/installable.ts';
import { browserFlags } from '../src/probes/browser/flags.ts';
import { withBrowser } from '../src/probes/browser/with-browser.ts';
import { probe } from '../src/probes/pwa.ts';
import { observeInstallability } from '../src/probes/pwa-browser/installability.ts';
import { resolveWeb } from '../src/probes/web-address.ts';
import { browser, browserTest } from './support/browser.ts';
import { contextFor } from './support/probe-context.ts';
import { APP, type Files, file, MANIFEST, PAGE, serveApp } from './support/web-app.ts';

const [small] = MANIFEST.icons;
const icon = (more: Record<string, unknown>) => ({ icons: [{ ...small, ...more }] });

/** Manifests at the edges of the rules. */
const CASES: Record<string, unknown>[] = [
  {},
  { name: undefined },
  { short_name: undefined },
  { name: undefined, short_name: undefined },
  { name: '', short_name: '' },
  { name: ' ', short_name: '' },
  { name: 3, short_name: null },
  { display: undefined },
  { display: 'browser' },
  { display: 'fullscreen' },
  { display: 'minimal-ui' },
  { display: 'Standalone' },
  { display: ' standalone ' },
  { display: 'glass' },
  { display: 'window-controls-overlay' },
  { display_override: ['browser'] },
  { display_override: ['glass', 'browser'] },
  { display_override: ['glass'] },
  { display_override: [] },
  { display_override: 'browser' },
  { display: 'browser', display_override: ['standalone'] },
  { display: 'browser', display_override: ['minimal-ui', 'browser'] },
  { display: 'browser', display_override: ['window-controls-overlay'] },
  { display: undefined, display_override: ['standalone'] },
  { start_url: undefined },
  { start_url: '' },
  { start_url: '.' },
  { start_url: 'http://' },
  { start_url: 'http://other.test/' },
  { start_url: 7 },
  { scope: '/elsewhere/' },
  { prefer_related_applications: true },
  { id: undefined },
  { icons: [] },
  { icons: undefined },
  { icons: {} },
  icon({ sizes: undefined }),
  icon({ sizes: 'any' }),
  icon({ sizes: '143x143' }),
  icon({ sizes: '144x144' }),
  icon({ sizes: '192X192' }),
  icon({ sizes: '192x100' }),
  icon({ sizes: '48x48 192x192' }),
  icon({ sizes: '192' }),
  icon({ type: undefined }),
  icon({ type: 'image/jpeg' }),
  icon({ type: 'image/webp' }),
  icon({ type: 'image/x-icon' }),
  icon({ type: 'IMAGE/PNG' }),
  icon({ type: undefined, src: '/icon' }),
  icon({ type: undefined, src: '/icon-192.png?v=1' }),
  icon({ purpose: 'maskable' }),
  icon({ purpose: 'any maskable' }),
  icon({ purpose: 'monochrome' }),
  icon({ purpose: 'glass' }),
  icon({ purpose: '' }),
];

const files = (): Files =>
  Object.fromEntries([
    ...Object.entries(APP),
    ['/icon', APP['/icon-192.png']],
    ...CASES.flatMap((more, index) => [
      [`/${index}`, file('text/html', PAGE.replace('/manifest.json', `/${index}.json`))],
      [`/${index}.json`, file('application/json', JSON.stringify({ ...MANIFEST, ...more }))],
    ]),
  ]);

browserTest('the rules for an installation say what Chromium says', async () => {
  await using app = await serveApp(files());
  const context = contextFor(50_000);
  const flags = await browserFlags(await resolveWeb(app.target, context), context.signal);
  const options = { executable: browser ?? '', flags };
  const differences = await withBrowser(options, context, async opened => {
    const page = await opened.newPage();
    const session = await opened.newCDPSession(page);
    const found: string[] = [];
    for (const [index, more] of CASES.entries()) {
      await page.goto(`${app.origin}/${index}`);
      const { errors } = await observeInstallability(session);
      const own = check.evaluate(
        await probe.observe({ target: app.target, path: `/${index}` }, context),
        null,
      );
      if ((own.status === 'pass') === (errors.length === 0)) continue;
      found.push(
        `${JSON.stringify(more)}: ${own.code}, but ${errors.map(({ id }) => id).join(', ') || 'installable'}`,
      );
    }
    return found;
  });
  expect(differences).toEqual([]);
});
