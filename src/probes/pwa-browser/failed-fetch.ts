import { setTimeout as sleep } from 'node:timers/promises';
import type { Request, Response } from 'playwright-core';
import type { FailedFetch } from '../../model/observations/pwa-browser.ts';

const PATIENCE_MS = 500;
const ASSET = /\.(m?js|css|json|webmanifest|png|jpe?g|gif|svg|webp|avif|ico|woff2?)$/i;

/** The media type of an answer, without its parameters. */
export const mediaTypeOf = (response: Response): string =>
  (response.headers()['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

async function failedFetch(request: Request): Promise<FailedFetch | undefined> {
  const url = request.url();
  if (url === request.serviceWorker()?.url()) return undefined;
  const late = sleep(PATIENCE_MS, undefined, { ref: false });
  const response = await Promise.race([request.response().catch(() => null), late]);
  if (response === undefined) return undefined;
  if (response === null) {
    const error = request.failure()?.errorText ?? 'no answer';
    return error === 'net::ERR_ABORTED' ? undefined : { url, error };
  }
  const status = response.status();
  const mediaType = mediaTypeOf(response);
  const pageForAsset = mediaType === 'text/html' && ASSET.test(new URL(url).pathname);
  return status >= 400 || pageForAsset ? { url, status, mediaType } : undefined;
}

/**
 * Those of a worker's requests that did not bring what they should: an error, or a page in place of an asset, which is
 * what an SPA fallback answers for a file that is not there. What was broken off because another failed is left out.
 */
export async function failedFetches(requests: readonly Request[]): Promise<FailedFetch[]> {
  const found = await Promise.all(requests.map(failedFetch));
  return found.filter(fetch => fetch !== undefined);
}
