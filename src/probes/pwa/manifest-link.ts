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

/** Of a page with more tags than that, the rest is not looked at. */
const MOST_TAGS = 10_000;

interface Tag {
  readonly name: string;
  readonly attributes: Record<string, string>;
}

/** Where the tag ends that is open at `from`: the first `>` outside of quotes. */
function endOfTag(html: string, from: number): number {
  const stop = /[>"']/g;
  stop.lastIndex = from;
  for (let found = stop.exec(html); found !== null; found = stop.exec(html)) {
    if (found[0] === '>') return found.index;
    const closing = html.indexOf(found[0], stop.lastIndex);
    if (closing === -1) return -1;
    stop.lastIndex = closing + 1;
  }
  return -1;
}

/** Where the text of an element that is no markup ends; a browser takes all that follows for it when it does not. */
function endOfText(html: string, name: string, from: number): number {
  const closing = new RegExp(`</${name}\\s*>`, 'gi');
  closing.lastIndex = from;
  return closing.exec(html) === null ? html.length : closing.lastIndex;
}

const afterComment = (html: string, from: number) => {
  const end = html.indexOf('-->', from);
  return end === -1 ? html.length : end + '-->'.length;
};

/**
 * The tags of a page that say where the manifest is, without those in comments, scripts and templates, which a browser
 * does not act on. It goes through the page once, whatever is in it.
 */
function tagsOf(html: string): Tag[] {
  const found: Tag[] = [];
  const start = /<!--|<(link|base|script|style|template|noscript)(?=[\s/>])/gi;
  for (let match = start.exec(html); match !== null && found.length < MOST_TAGS; match = start.exec(html)) {
    const name = match[1]?.toLowerCase();
    const end = name === undefined ? 0 : endOfTag(html, start.lastIndex);
    if (end === -1) break;
    if (name === undefined) start.lastIndex = afterComment(html, start.lastIndex);
    else if (name === 'link' || name === 'base') {
      found.push({ name, attributes: attributes(html.slice(start.lastIndex, end)) });
      start.lastIndex = end + 1;
    } else start.lastIndex = endOfText(html, name, end);
  }
  return found;
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
  const found = tagsOf(html);
  const tags = (wanted: string) => found.filter(({ name }) => name === wanted).map(tag => tag.attributes);
  const link = tags('link').find(isManifest);
  if (link === undefined) return undefined;
  const href = (link.href ?? '').trim();
  const base = tags('base').find(tag => tag.href !== undefined)?.href ?? '';
  const baseUrl = URL.parse(base, pageUrl)?.href ?? pageUrl;
  return { href, url: URL.parse(href, baseUrl)?.href };
}
