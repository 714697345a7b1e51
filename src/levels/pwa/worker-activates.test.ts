import { expect, test } from 'vitest';
import { judges } from '../../../tests/support/judges.ts';
import type { WorkerFacts } from '../../model/observations/pwa-browser.ts';
import { noBrowser, ORIGIN, seen, worker } from './testing.ts';
import { check } from './worker-activates.ts';

const of = (more: Partial<WorkerFacts>) => seen({ worker: worker(more) });
const missing = { url: `${ORIGIN}/gone.js`, status: 404, mediaType: 'text/html' };
const refusal = `TypeError: Failed to register a ServiceWorker: A bad HTTP response code (404) was received`;
const none = of({ state: 'none', scriptUrl: undefined, waitedMs: 10_000 });

judges(check, { workerExpected: true }, [
  ['active', seen(), 'pass OK'],
  ['no browser', noBrowser, 'skip SKIPPED'],
  ['none, as declared', none, 'skip SKIPPED', { workerExpected: false }],
  [
    'one of another folder',
    of({ state: 'none', scriptUrl: undefined, elsewhere: [`${ORIGIN}/assets/`] }),
    'fail WORKER_OUT_OF_SCOPE',
  ],
  ['none, though declared', none, 'fail WORKER_NOT_REGISTERED'],
  ['refused', of({ state: 'new', refusals: [refusal] }), 'fail WORKER_REFUSED'],
  [
    'refused, without any trace of a worker',
    of({ state: 'none', refusals: [refusal] }),
    'fail WORKER_REFUSED',
  ],
  [
    'throws',
    of({ state: 'redundant', refusals: [refusal], errors: ['Uncaught Error: boom'] }),
    'fail WORKER_THROWS',
  ],
  ['throws when it is active', of({ errors: ['Uncaught Error: late'] }), 'fail WORKER_THROWS'],
  [
    'a promise rejected',
    of({ state: 'redundant', errors: ['Uncaught (in promise) Error'] }),
    'fail WORKER_INSTALL_FAILED',
  ],
  ['given up without a word', of({ state: 'redundant' }), 'fail WORKER_INSTALL_FAILED'],
  ['a file missing', of({ state: 'redundant', failedFetches: [missing] }), 'fail WORKER_PRECACHE'],
  ['a file missing, which it swallows', of({ failedFetches: [missing] }), 'fail WORKER_PRECACHE'],
  ['installing for ever', of({ state: 'installing', waitedMs: 10_000 }), 'fail WORKER_STUCK'],
]);

test.each([
  ['/manifest.json', ['pwa.icons', 'pwa.installable']],
  ['/icons/icon-192.png', ['pwa.manifest-json', 'pwa.installable']],
  ['/app.js', ['pwa.manifest-json', 'pwa.icons', 'pwa.installable']],
])('that %s is missing is explained by the check of this file only', (path, unrelated) => {
  const found = of({ state: 'redundant', failedFetches: [{ url: `${ORIGIN}${path}`, status: 404 }] });
  expect(check.evaluate(found, { workerExpected: true }).unrelated).toEqual(['pwa.content', ...unrelated]);
});

test('a page in place of a file of the precache is told as such', () => {
  const page = { url: `${ORIGIN}/app.js`, status: 200, mediaType: 'text/html' };
  const verdict = check.evaluate(of({ failedFetches: [page, missing] }), { workerExpected: true });
  expect(verdict.message).toBe(`${ORIGIN}/app.js (200, but text/html) and 1 more`);
});
