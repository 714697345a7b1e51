import type { WorkerScriptFacts } from '../../model/observations/pwa.ts';
import type { Download, Downloader } from './resource.ts';

const text = (value: string | string[] | undefined) => [value ?? ''].flat().join(', ');

/**
 * How long a cache may keep an answer, in seconds (RFC 9111 §4.2.1, §5.3: an invalid date is past); undefined when it
 * does not say.
 */
export function freshness(headers: Download['headers']): number | undefined {
  const control = text(headers['cache-control']).toLowerCase();
  if (/\bno-(cache|store)\b/.test(control)) return 0;
  const maxAge = /\bmax-age\s*=\s*"?(\d+)/.exec(control)?.[1];
  if (maxAge !== undefined) return Number(maxAge);
  const expires = text(headers.expires);
  if (expires === '') return undefined;
  const seconds = (Date.parse(expires) - Date.parse(text(headers.date))) / 1000;
  return Number.isNaN(seconds) ? 0 : Math.max(0, seconds);
}

/** Asks for the worker script with the headers of a browser that registers it. */
export async function observeWorkerScript(
  url: string,
  pageUrl: string,
  downloader: Downloader,
): Promise<WorkerScriptFacts> {
  const { fetched, headers, body } = await downloader.get(url, {
    headers: { 'service-worker': 'script' },
    follow: false,
  });
  const defaultScope = new URL('.', url).href;
  const header = text(headers['service-worker-allowed']);
  const allowedScope = header === '' ? undefined : URL.parse(header, url)?.href;
  const isScript =
    'error' in fetched || (fetched.status === 200 && !fetched.html && fetched.mediaType.includes('script'));
  return {
    fetched,
    ...(!isScript && { noScript: body.toString('utf8') }),
    defaultScope,
    allowedScope,
    coversPage: pageUrl.startsWith(allowedScope ?? defaultScope),
    location: text(headers.location) || undefined,
    maxAge: freshness(headers),
  };
}
