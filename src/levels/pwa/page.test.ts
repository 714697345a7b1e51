import { judges } from '../../../tests/support/judges.ts';
import { check } from './page.ts';
import { answer, app, fallback } from './testing.ts';

judges(check, null, [
  ['a page', app(), 'pass OK'],
  ['a page for a day', app({ pageMaxAge: 86_400 }), 'pass OK'],
  ['a page for a year', app({ pageMaxAge: 31_536_000 }), 'warn PAGE_CACHED_LONG'],
  ['an error', app({ page: { ...fallback('/'), status: 502 } }), 'fail PAGE_STATUS'],
  ['a redirect', app({ page: { ...answer('/'), status: 304 } }), 'fail PAGE_STATUS'],
  [
    'redirects without end',
    app({ page: { ...answer('/'), status: 301, redirects: 5 } }),
    'fail PAGE_REDIRECTS',
  ],
  ['nothing', app({ page: { ...fallback('/'), bytes: 0 } }), 'fail PAGE_EMPTY'],
  ['an API', app({ page: answer('/') }), 'fail PAGE_NOT_HTML'],
]);
