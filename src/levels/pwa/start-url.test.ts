import { judges } from '../../../tests/support/judges.ts';
import type { PwaObservation, StartUrlFacts } from '../../model/observations/pwa.ts';
import { check } from './start-url.ts';
import { answer, app, fallback, ORIGIN, silence } from './testing.ts';

const base = app().startUrl as StartUrlFacts;
const start = (more: Partial<StartUrlFacts>): PwaObservation => app({ startUrl: { ...base, ...more } });
const missing = (path: string) => ({ ...fallback(path), status: 404 });

judges(check, null, [
  ['opens', app(), 'pass OK'],
  ['the index by its name', start({ fetched: fallback('/index.html') }), 'pass OK'],
  ['a route of the SPA', start({ fetched: fallback('/home') }), 'pass OK'],
  ['a file that is there', start({ fetched: fallback('/start.html'), sameAsUnknown: false }), 'pass OK'],
  ['none', app({ startUrl: undefined }), 'skip SKIPPED'],
  ['another origin', start({ sameOrigin: false }), 'skip SKIPPED'],
  ['no answer', start({ fetched: silence('/') }), 'fail START_URL_NO_ANSWER'],
  ['missing', start({ fetched: missing('/gone'), samePage: false }), 'fail START_URL_STATUS'],
  ['the page, with the status 404', start({ fetched: missing('/gone') }), 'fail START_URL_SPA_404'],
  ['a file that is not there', start({ fetched: fallback('/start.html') }), 'fail START_URL_FALLBACK'],
  ['an API', start({ fetched: answer('/users') }), 'fail START_URL_NOT_HTML'],
  ['nothing', start({ fetched: { ...fallback('/'), bytes: 0 } }), 'fail START_URL_NOT_HTML'],
  [
    'a redirect to a login elsewhere',
    start({
      fetched: { ...fallback('/app/'), finalUrl: `${ORIGIN}/login`, redirects: 1 },
      scope: `${ORIGIN}/app/`,
      inScope: false,
    }),
    'fail START_URL_OUT_OF_SCOPE',
  ],
]);
