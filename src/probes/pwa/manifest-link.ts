const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  quot: '"',
  apos: "'",
  '#39': "'",
  lt: '<',
  gt: '>',
};

const unescaped = (text: string) =>
  text.replace(/&(amp|quot|apos|#39|lt|gt);/g, (whole, name: string) => ENTITIES[name] ?? whole);

/** Attributes of a start tag by lower-case name. */
function attributes(tag: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name = '', double, single, bare] of tag.matchAll(
    /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g,
  )) {
    found[name.toLowerCase()] ??= unescaped(double ?? single ?? bare ?? '');
  }
  return found;
}

/** Start tags of one name, without those in comments, scripts and templates, which a browser does not act on. */
function tags(html: string, name: string): Record<string, string>[] {
  const live = html.replace(/<!--[\s\S]*?(-->|$)|<(script|style|template|noscript)\b[\s\S]*?<\/\2\s*>/gi, '');
  const pattern = new RegExp(`<${name}(?=[\\s/>])((?:"[^"]*"|'[^']*'|[^>"'])*)>`, 'gi');
  return [...live.matchAll(pattern)].map(([, inside = '']) => attributes(inside));
}

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
  const link = tags(html, 'link').find(isManifest);
  if (link === undefined) return undefined;
  const href = (link.href ?? '').trim();
  const base = tags(html, 'base').find(tag => tag.href !== undefined)?.href ?? '';
  const baseUrl = URL.parse(base, pageUrl)?.href ?? pageUrl;
  return { href, url: URL.parse(href, baseUrl)?.href };
}
