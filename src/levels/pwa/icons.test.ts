import { expect, test } from 'vitest';
import { judges } from '../../../tests/support/judges.ts';
import type { IconFacts, PixelSize } from '../../model/observations/pwa.ts';
import { check } from './icons.ts';
import { answer, app, fallback, icon, silence } from './testing.ts';

const PATH = '/icon.png';
const withIcon = (more: Partial<IconFacts>) => app({ icons: [icon(more)] });
const square = (...sizes: number[]): PixelSize[] => sizes.map(size => ({ width: size, height: size }));
const ico = (claimedSizes: string) =>
  withIcon({ claimedSizes, image: { format: 'ico', sizes: square(16, 32) } });

judges(check, null, [
  ['as it says', app(), 'pass OK'],
  ['no claim', withIcon({ claimedSizes: '' }), 'pass OK'],
  ['any size', withIcon({ claimedSizes: 'any', image: { format: 'svg', sizes: [] } }), 'pass OK'],
  ['a claim in capitals', withIcon({ claimedSizes: '192X192' }), 'pass OK'],
  ['an ICO with all it claims', ico('16x16 32x32'), 'pass OK'],
  ['no icons', app({ icons: [] }), 'skip SKIPPED'],
  ['no answer', withIcon({ fetched: silence(PATH), image: undefined }), 'fail ICON_NO_ANSWER'],
  ['missing', withIcon({ fetched: answer(PATH, { status: 404 }), image: undefined }), 'fail ICON_STATUS'],
  ['a page in its place', withIcon({ fetched: fallback(PATH), image: undefined }), 'fail ICON_HTML'],
  ['empty', withIcon({ fetched: answer(PATH, { bytes: 0 }), image: undefined }), 'fail ICON_NOT_IMAGE'],
  ['damaged', withIcon({ damage: 'it is cut off' }), 'fail ICON_DAMAGED'],
  ['smaller', withIcon({ image: { format: 'png', sizes: square(64) } }), 'fail ICON_SIZE'],
  [
    'not square',
    withIcon({ image: { format: 'png', sizes: [{ width: 192, height: 100 }] } }),
    'fail ICON_SIZE',
  ],
  ['an ICO without one that it claims', ico('16x16 48x48'), 'fail ICON_SIZE'],
]);

test('says how many are wrong, and which', () => {
  const wrong = icon({ fetched: answer(PATH, { status: 404 }) });
  expect(check.evaluate(app({ icons: [icon(), wrong, wrong] }), null)).toMatchObject({
    message: '/icon.png answers 404, and 1 more',
    evidence: { wrong: ['/icon.png answers 404', '/icon.png answers 404'] },
  });
});
