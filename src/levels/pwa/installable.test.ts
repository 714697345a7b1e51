import { expect, test } from 'vitest';
import { judges } from '../../../tests/support/judges.ts';
import type { IconFacts } from '../../model/observations/pwa.ts';
import { check } from './installable.ts';
import { answer, app, icon, MANIFEST } from './testing.ts';

const declared = (more: Record<string, unknown>) =>
  app({ manifest: { fetched: answer('/manifest.json'), value: { ...MANIFEST, ...more } } });
const withIcon = (more: Partial<IconFacts>) => app({ icons: [icon(more)] });
const elsewhere = app().startUrl && { ...app().startUrl, sameOrigin: false };

judges(check, null, [
  ['all rules kept', app(), 'pass OK'],
  ['a short name alone', declared({ name: undefined, short_name: 'S' }), 'pass OK'],
  ['fullscreen', declared({ display: 'fullscreen' }), 'pass OK'],
  ['minimal-ui', declared({ display: 'minimal-ui' }), 'pass OK'],
  ['browser, overridden', declared({ display: 'browser', display_override: ['standalone'] }), 'pass OK'],
  ['an override that nobody knows', declared({ display_override: ['glass'] }), 'pass OK'],
  ['an SVG of any size', withIcon({ claimedSizes: 'any', claimedType: 'image/svg+xml' }), 'pass OK'],
  ['an icon known by its name', withIcon({ claimedType: '' }), 'pass OK'],
  ['one good icon of two', app({ icons: [icon({ claimedSizes: '16x16' }), icon()] }), 'pass OK'],
  ['plain HTTP from elsewhere', app({ secure: false }), 'fail INSECURE_ORIGIN'],
  [
    'no start_url',
    app({ ...declared({ start_url: undefined }), startUrl: undefined }),
    'fail START_URL_INVALID',
  ],
  [
    'start_url no URL',
    app({ ...declared({ start_url: 'http://' }), startUrl: undefined }),
    'fail START_URL_INVALID',
  ],
  ['start_url elsewhere', app({ startUrl: elsewhere as never }), 'fail START_URL_INVALID'],
  ['no name', declared({ name: undefined }), 'fail NAME_MISSING'],
  ['an empty name', declared({ name: ' ' }), 'fail NAME_MISSING'],
  ['a name that is no text', declared({ name: 3 }), 'fail NAME_MISSING'],
  ['no display', declared({ display: undefined }), 'fail DISPLAY_NOT_INSTALLABLE'],
  ['browser', declared({ display: 'browser' }), 'fail DISPLAY_NOT_INSTALLABLE'],
  [
    'overridden to browser',
    declared({ display_override: ['browser', 'standalone'] }),
    'fail DISPLAY_NOT_INSTALLABLE',
  ],
  ['no icon', app({ icons: [] }), 'fail ICON_NOT_SUITABLE'],
  ['a small icon', withIcon({ claimedSizes: '143x143' }), 'fail ICON_NOT_SUITABLE'],
  ['an icon without sizes', withIcon({ claimedSizes: '' }), 'fail ICON_NOT_SUITABLE'],
  ['a JPEG', withIcon({ claimedType: 'image/jpeg' }), 'fail ICON_NOT_SUITABLE'],
  ['maskable only', withIcon({ purposes: ['maskable'] }), 'fail ICON_NOT_SUITABLE'],
]);

test('the first cause is told, and the others stand in the evidence', () => {
  const verdict = check.evaluate(declared({ name: undefined, display: 'browser' }), null);
  expect(verdict).toMatchObject({
    code: 'NAME_MISSING',
    message: 'name and short_name are missing, and 1 more of the rules are broken',
    evidence: { broken: ['name and short_name are missing', 'display is "browser"'] },
  });
});
