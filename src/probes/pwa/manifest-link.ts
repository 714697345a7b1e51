import { tagsOf } from '../html-tags.ts';

/** Where a page says its manifest is. */
export interface ManifestLink {
  /** `href` as it is written. */
  readonly href: string;
  /** Resolved against the page and its `<base>`; undefined when it is no URL. */
  readonly url?: string;
}

/** Finds the first `<link rel="manifest">` with an `href`, as a browser does. */
export function findManifestLink(html: string, pageUrl: string): ManifestLink | undefined {
  const isManifest = ({ rel = '', href = '' }: Record<string, string>) =>
    href.trim() !== '' && rel.toLowerCase().split(/\s+/).includes('manifest');
  const found = tagsOf(html, ['link', 'base']);
  const tags = (wanted: string) => found.filter(({ name }) => name === wanted).map(tag => tag.attributes);
  const link = tags('link').find(isManifest);
  if (link === undefined) return undefined;
  const href = (link.href ?? '').trim();
  const base = tags('base').find(tag => tag.href !== undefined)?.href ?? '';
  const baseUrl = URL.parse(base, pageUrl)?.href ?? pageUrl;
  return { href, url: URL.parse(href, baseUrl)?.href };
}
