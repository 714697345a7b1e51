import { expect, test } from 'vitest';
import type { Fetched } from '../../model/observations/pwa.ts';
import { check } from './paths.ts';
import { answer, app, fallback, silence } from './testing.ts';

const page = (more: Parameters<typeof answer>[1]) =>
  answer('/deep', { mediaType: 'text/html', html: true, ...more });

test.each<[string, Fetched, boolean, string]>([
  ['a page', page({}), false, 'pass OK'],
  ['the page of the app', fallback('/deep'), true, 'pass OK'],
  [
    'a page, after a redirect',
    page({ finalUrl: 'http://127.0.0.1:8080/deep/', redirects: 1 }),
    false,
    'pass OK',
  ],
  ['another 2xx', page({ status: 203 }), false, 'pass OK'],
  ['404', page({ status: 404 }), false, 'fail PATH_STATUS'],
  ['404 with the page of the app', page({ status: 404 }), true, 'fail PATH_SPA_404'],
  ['500', page({ status: 500 }), false, 'fail PATH_STATUS'],
  ['a redirect that leads nowhere', page({ status: 302 }), false, 'fail PATH_STATUS'],
  ['JSON', answer('/deep'), false, 'fail PATH_NOT_HTML'],
  ['nothing', page({ bytes: 0 }), false, 'fail PATH_NOT_HTML'],
  ['no answer', silence('/deep'), false, 'fail PATH_NO_ANSWER'],
])('pwa.paths: %s', (_, fetched, samePage, expected) => {
  const paths = [{ path: '/deep', fetched, samePage }];
  const { status, code } = check.evaluate(app({ paths }), { path: '/deep' });
  expect(`${status} ${code}`).toBe(expected);
});
