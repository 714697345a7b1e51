import { judges } from '../../../tests/support/judges.ts';
import type { OfflineLoad } from '../../model/observations/pwa-browser.ts';
import { offlineCodes } from './offline-load.ts';
import { check } from './start-url-offline.ts';
import { load, noBrowser, ORIGIN, seen } from './testing.ts';

const start = (more: Partial<OfflineLoad> = {}) =>
  seen({ offline: [load(), load({ how: 'start', url: `${ORIGIN}/?from=home`, ...more })] });

const broken = seen({ startUrl: `${ORIGIN}/`, offline: [load({ status: undefined })] });

judges(
  check,
  { selector: undefined },
  [
    ['opens', start(), 'pass OK'],
    ['no browser', noBrowser, 'skip SKIPPED'],
    ['one of the paths', seen({ startUrl: `${ORIGIN}/` }), 'pass OK'],
    ['one of the paths, which fails', broken, 'fail OFFLINE_NOT_OPENED'],
    ['no manifest', seen({ startUrl: undefined }), 'skip SKIPPED'],
    ['does not open', start({ status: undefined, error: 'net::ERR_FAILED' }), 'fail OFFLINE_NOT_OPENED'],
  ],
  offlineCodes,
);
