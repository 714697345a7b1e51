import { expect, test } from 'vitest';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './content.ts';
import { noBrowser, ORIGIN, seen } from './testing.ts';

judges(check, null, [
  ['a text', seen(), 'pass OK'],
  ['no browser', noBrowser, 'skip SKIPPED'],
  ['nothing', seen({ shows: false }), 'fail PAGE_BLANK'],
  ['no style sheet', seen({ missingAssets: [`${ORIGIN}/app.css`] }), 'fail PAGE_ASSETS_MISSING'],
  ['nothing and no script', seen({ shows: false, missingAssets: [`${ORIGIN}/app.js`] }), 'fail PAGE_BLANK'],
]);

test('what kept it from drawing is told', () => {
  const { message } = check.evaluate(seen({ shows: false, pageErrors: ['boom'] }), null);
  expect(message).toContain('stays blank: boom');
});
