import { expect, test } from 'vitest';
import { freshness } from './worker-script.ts';

const now = { date: 'Thu, 01 Jan 2026 12:00:00 GMT' };

test.each([
  [{}, undefined],
  [{ 'cache-control': 'max-age=60' }, 60],
  [{ 'cache-control': 'public, Max-Age="31536000", immutable' }, 31_536_000],
  [{ 'cache-control': 'no-cache' }, 0],
  [{ 'cache-control': 'no-store, max-age=60' }, 0],
  [{ 'cache-control': 's-maxage=60' }, undefined],
  [{ 'cache-control': ['public', 'max-age=5'] }, 5],
  [{ ...now, expires: 'Thu, 01 Jan 2026 13:00:00 GMT' }, 3600],
  [{ ...now, expires: 'Thu, 01 Jan 2026 11:00:00 GMT' }, 0],
  [{ ...now, expires: '0' }, 0],
  [{ ...now, expires: 'soon' }, 0],
  [{ ...now, expires: 'Thu, 01 Jan 2026 13:00:00 GMT', 'cache-control': 'max-age=1' }, 1],
])('%j may be kept for %s seconds', (headers, seconds) => {
  expect(freshness(headers as Parameters<typeof freshness>[0])).toBe(seconds);
});
