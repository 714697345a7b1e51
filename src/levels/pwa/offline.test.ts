import { expect, test } from 'vitest';
import { judges } from '../../../tests/support/judges.ts';
import type { OfflineLoad } from '../../model/observations/pwa-browser.ts';
import { check } from './offline.ts';
import { load, noBrowser, ORIGIN, seen } from './testing.ts';

const again = load({ how: 'reload' });
const opened = (more: Partial<OfflineLoad>) => seen({ offline: [again, load(more)] });
const gone = { status: undefined, fromWorker: false, error: 'net::ERR_INTERNET_DISCONNECTED' };
const deep = { path: '/a', deep: true };

judges(check, { path: '/', deep: false }, [
  ['reloaded and opened', seen(), 'pass OK'],
  ['no browser', noBrowser, 'skip SKIPPED'],
  ['not opened', opened(gone), 'fail OFFLINE_NOT_OPENED'],
  ['opened, but not reloaded', seen({ offline: [{ ...again, ...gone }, load()] }), 'fail OFFLINE_NOT_OPENED'],
  ['no answer', opened({ status: undefined }), 'fail OFFLINE_NOT_OPENED'],
  ['from a cache on the way', opened({ fromWorker: false }), 'fail OFFLINE_NOT_FROM_WORKER'],
  ['an error from the worker', opened({ status: 503 }), 'fail OFFLINE_STATUS'],
  ['no script', opened({ missingAssets: [`${ORIGIN}/app.js`] }), 'fail OFFLINE_ASSETS_MISSING'],
  ['blank', opened({ shows: false }), 'fail OFFLINE_NOT_SHOWN', { path: '/', deep: false, selector: '#app' }],
  ['shows it', opened({ shows: true }), 'pass OK', { path: '/', deep: false, selector: '#app' }],
  ['a deep link', seen({ offline: [load({ path: '/a', ...gone })] }), 'fail OFFLINE_DEEP_LINK', deep],
  [
    'a deep link with an error',
    seen({ offline: [load({ path: '/a', status: 404 })] }),
    'fail OFFLINE_STATUS',
    deep,
  ],
  ['the start page of the same path', seen({ offline: [load({ how: 'start' })] }), 'error OFFLINE_NOT_TRIED'],
  ['another path', seen({ offline: [load({ path: '/b' })] }), 'error OFFLINE_NOT_TRIED', deep],
  ['the server answered', seen({ answeredOffline: [`${ORIGIN}/`] }), 'error SERVER_REACHED'],
]);

test('what is not there with a network either is no matter of the worker', () => {
  const one = `${ORIGIN}/app.js`;
  const unrelated = (missingAssets: readonly string[]) =>
    check.evaluate(
      { ...seen({ offline: [load({ missingAssets: [one] })] }), missingAssets },
      { path: '/', deep: false },
    ).unrelated;
  expect(unrelated([])).toEqual(['pwa.content']);
  expect(unrelated([one])).toBeUndefined();
});
