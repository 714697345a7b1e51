import { expect, test } from 'vitest';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './icon-sizes.ts';
import { app, icon } from './testing.ts';

const small = icon();
const large = icon({ claimedSizes: '512x512' });
const maskable = icon({ claimedSizes: '512x512', purposes: ['maskable'] });
const vector = icon({
  claimedSizes: 'any',
  purposes: ['any', 'maskable'],
  image: { format: 'svg', sizes: [] },
});

judges(check, null, [
  ['all three', app({ icons: [small, large, maskable] }), 'pass OK'],
  ['two in one', app({ icons: [small, maskable] }), 'pass OK'],
  ['one SVG for all', app({ icons: [vector] }), 'pass OK'],
  ['no icons', app({ icons: [] }), 'skip SKIPPED'],
  ['none of 192', app({ icons: [large, maskable] }), 'fail ICON_192_MISSING'],
  ['none of 512', app({ icons: [small] }), 'fail ICON_512_MISSING'],
  ['none maskable', app({ icons: [small, large] }), 'fail MASKABLE_MISSING'],
]);

test('names all that are missing', () => {
  const verdict = check.evaluate(app({ icons: [icon({ claimedSizes: '48x48' })] }), null);
  expect(verdict.message).toBe('no icon is 192x192, 512x512, maskable');
});
