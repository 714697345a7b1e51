import { expect, test } from 'vitest';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './browser-installable.ts';
import { noBrowser, seen } from './testing.ts';

const says = (...ids: string[]) => seen({ installability: ids.map(id => ({ id, details: [] })) });

judges(check, null, [
  ['nothing', seen(), 'pass OK'],
  ['no browser', noBrowser, 'skip SKIPPED'],
  ['insecure', says('not-from-secure-origin'), 'fail BROWSER_INSECURE'],
  ['no manifest', says('no-manifest'), 'fail BROWSER_NO_MANIFEST'],
  ['an empty manifest', says('manifest-empty'), 'fail BROWSER_MANIFEST_UNREADABLE'],
  ['start_url', says('start-url-not-valid'), 'fail BROWSER_START_URL'],
  ['name', says('manifest-missing-name-or-short-name'), 'fail BROWSER_NAME'],
  ['display', says('manifest-display-not-supported'), 'fail BROWSER_DISPLAY'],
  ['override', says('manifest-display-override-not-supported'), 'fail BROWSER_DISPLAY'],
  ['no icon', says('manifest-missing-suitable-icon', 'no-acceptable-icon'), 'fail BROWSER_ICON'],
  ['an icon that does not come', says('cannot-download-icon'), 'fail BROWSER_ICON'],
  ['something new', says('moon-is-full'), 'fail BROWSER_OTHER'],
]);

test('a manifest that cannot be read is told as such, not as the five reasons that follow from it', () => {
  const cascade = says(
    'start-url-not-valid',
    'manifest-missing-name-or-short-name',
    'manifest-display-not-supported',
    'manifest-missing-suitable-icon',
    'no-acceptable-icon',
    'manifest-parsing-or-network-error',
  );
  expect(check.evaluate(cascade, null).code).toBe('BROWSER_MANIFEST_UNREADABLE');
});

test("Chromium's details are passed on", () => {
  const details = ['minimum-icon-size-in-pixels: 144'];
  const verdict = check.evaluate(seen({ installability: [{ id: 'no-acceptable-icon', details }] }), null);
  expect(verdict.message).toBe('Chromium 156.0 says no-acceptable-icon (minimum-icon-size-in-pixels: 144)');
});
