import type { PwaParams } from '../model/observations/pwa.ts';
import type { Probe } from '../model/probe.ts';
import { ProbeError } from '../model/probe-error.ts';
import { observeIcons } from './pwa/icons.ts';
import { readManifest } from './pwa/manifest.ts';
import { findManifestLink } from './pwa/manifest-link.ts';
import { isSecureOrigin } from './pwa/origin.ts';
import { observePaths } from './pwa/paths.ts';
import { createDownloader, type Downloader } from './pwa/resource.ts';
import { observeStartUrl } from './pwa/start-url.ts';
import { freshness, observeWorkerScript } from './pwa/worker-script.ts';
import { resolveWeb, urlOf } from './web-address.ts';

/** Three downloads stand one behind the other: page, manifest, icons. */
const STAGES = 3;

async function observeManifest(
  url: string,
  page: Awaited<ReturnType<Downloader['get']>>,
  downloader: Downloader,
) {
  const download = await downloader.get(url);
  const manifest = readManifest(download.fetched, download.body);
  const [icons, startUrl] = await Promise.all([
    observeIcons(manifest.value, url, downloader),
    observeStartUrl(manifest.value, url, page, downloader),
  ]);
  return { manifest, icons, startUrl };
}

function observeWorker(
  { serviceWorker }: PwaParams,
  url: (path: string) => string,
  page: string,
  downloader: Downloader,
) {
  return serviceWorker === undefined ? undefined : observeWorkerScript(url(serviceWorker), page, downloader);
}

/** Looks at a web app over plain HTTP: page, manifest, icons, start page, worker script, paths that must be pages. */
export const probe: Probe<'pwa'> = {
  id: 'pwa',
  async observe(params, context) {
    const address = await resolveWeb(params.target, context);
    const url = (path: string) => urlOf(address, params.target, path);
    const downloader = createDownloader(address, context.signal, context.timeoutMs / (STAGES + 1));
    const page = await downloader.get(url(params.path));
    if ('error' in page.fetched) {
      throw new ProbeError('target', page.fetched.error.code, page.fetched.error.message);
    }
    const { finalUrl: pageUrl, status, html } = page.fetched;
    const link = findManifestLink(page.body.toString('utf8'), pageUrl);
    const [found, worker, paths] = await Promise.all([
      link?.url === undefined ? undefined : observeManifest(link.url, page, downloader),
      observeWorker(params, url, pageUrl, downloader),
      observePaths(params.paths ?? [], url, page, downloader),
    ]);
    return {
      secure: isSecureOrigin(address.origin),
      page: page.fetched,
      pageMaxAge: freshness(page.headers),
      ...((status !== 200 || !html) && { noPage: page.body.toString('utf8') }),
      manifestHref: link?.href,
      manifest: found?.manifest,
      icons: found?.icons ?? [],
      startUrl: found?.startUrl,
      worker,
      paths,
    };
  },
};
