import { unique } from '../../matching/template.ts';
import type { StartUrlFacts } from '../../model/observations/pwa.ts';
import { textMember } from './manifest.ts';
import type { Download, Downloader } from './resource.ts';

/** A path beside `url` with the same ending, at which nothing can be. */
function neighbour(url: string): string {
  const ending = /\.[^./]*$/.exec(new URL(url).pathname)?.[0] ?? '';
  return new URL(`failsafe-${unique()}${ending}`, url).href;
}

const same = (a: Download, b: Download) => a.body.length > 0 && a.body.equals(b.body);

/** Opens the manifest's `start_url` as a launcher would; undefined when it declares none that is a URL. */
export async function observeStartUrl(
  manifest: unknown,
  manifestUrl: string,
  page: Download,
  downloader: Downloader,
): Promise<StartUrlFacts | undefined> {
  const declared = textMember(manifest, 'start_url');
  const url = declared === undefined ? undefined : URL.parse(declared, manifestUrl);
  if (declared === undefined || url === null || url === undefined || 'error' in page.fetched)
    return undefined;
  const [start, unknown] = await Promise.all([downloader.get(url.href), downloader.get(neighbour(url.href))]);
  const scope = URL.parse(
    textMember(manifest, 'scope') ?? '.',
    textMember(manifest, 'scope') ? manifestUrl : url,
  );
  const reached = 'error' in start.fetched ? url.href : start.fetched.finalUrl;
  return {
    declared,
    fetched: start.fetched,
    sameOrigin: url.origin === new URL(page.fetched.finalUrl).origin,
    scope: scope?.href ?? new URL('.', url).href,
    inScope: scope === null || reached.startsWith(scope.href),
    samePage: same(start, page),
    sameAsUnknown: same(start, unknown),
  };
}
