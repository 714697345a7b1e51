import type { PathFacts } from '../../model/observations/pwa.ts';
import type { Download, Downloader } from './resource.ts';

/** Asks for each path as a browser that was never here would. */
export async function observePaths(
  paths: readonly string[],
  url: (path: string) => string,
  page: Download,
  downloader: Downloader,
): Promise<PathFacts[]> {
  return Promise.all(
    paths.map(async path => {
      const known = page.fetched.url === url(path);
      const { fetched, body } = known ? page : await downloader.get(url(path));
      return { path, fetched, samePage: body.length > 0 && body.equals(page.body) };
    }),
  );
}
