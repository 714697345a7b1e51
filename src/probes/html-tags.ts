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

/** A start tag of a page. */
export interface Tag {
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
 * The tags of these names (lower case) in a page, without those in comments, scripts and templates, which a browser does
 * not act on. It goes through the page once, whatever is in it.
 */
export function tagsOf(html: string, names: readonly string[]): Tag[] {
  const found: Tag[] = [];
  const start = new RegExp(`<!--|<(${names.join('|')}|script|style|template|noscript)(?=[\\s/>])`, 'gi');
  for (let match = start.exec(html); match !== null && found.length < MOST_TAGS; match = start.exec(html)) {
    const name = match[1]?.toLowerCase();
    const end = name === undefined ? 0 : endOfTag(html, start.lastIndex);
    if (end === -1) break;
    if (name === undefined) start.lastIndex = afterComment(html, start.lastIndex);
    else if (names.includes(name)) {
      found.push({ name, attributes: attributes(html.slice(start.lastIndex, end)) });
      start.lastIndex = end + 1;
    } else start.lastIndex = endOfText(html, name, end);
  }
  return found;
}
