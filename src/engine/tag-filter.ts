/** Says whether a set of tags is selected. */
export type TagFilter = (tags: readonly string[]) => boolean;

const TOKENS = /\s*(\(|\)|&&|\|\||!|[^\s()!&|]+)/y;
const WORDS: Record<string, string> = { and: '&&', or: '||', not: '!' };

function tokenize(expression: string): string[] {
  const tokens: string[] = [];
  TOKENS.lastIndex = 0;
  for (let end = 0; end < expression.trimEnd().length; end = TOKENS.lastIndex) {
    const token = TOKENS.exec(expression)?.[1];
    if (token === undefined)
      throw new SyntaxError(`"${expression}": unexpected "${expression.slice(end).trim()}"`);
    tokens.push(WORDS[token.toLowerCase()] ?? token);
  }
  return tokens;
}

function tagMatcher(pattern: string): TagFilter {
  const source = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  const regex = new RegExp(`^${source}$`);
  return tags => tags.some(tag => regex.test(tag));
}

/**
 * Reads a tag expression: tags, `*` as a wildcard, `and`/`&&`, `or`/`||`, `not`/`!`, parentheses; `and` binds closer
 * than `or`. The language is Vitest's `--tags-filter`, so a run by either driver selects the same checks.
 *
 * @throws SyntaxError that names the expression.
 */
export function parseTagFilter(expression: string): TagFilter {
  const tokens = tokenize(expression);
  let position = 0;
  const take = (token: string) => tokens[position] === token && ++position > 0;

  function unary(): TagFilter {
    if (take('!')) {
      const negated = unary();
      return tags => !negated(tags);
    }
    if (take('(')) {
      const inner = or();
      if (!take(')')) throw new SyntaxError(`"${expression}": ")" is missing`);
      return inner;
    }
    const token = tokens[position++];
    if (token === undefined) throw new SyntaxError(`"${expression}": a tag is missing at the end`);
    if (/^(\)|&&|\|\|)$/.test(token)) throw new SyntaxError(`"${expression}": unexpected "${token}"`);
    return tagMatcher(token);
  }
  function and(): TagFilter {
    const left = unary();
    if (!take('&&')) return left;
    const right = and();
    return tags => left(tags) && right(tags);
  }
  function or(): TagFilter {
    const left = and();
    if (!take('||')) return left;
    const right = or();
    return tags => left(tags) || right(tags);
  }

  const filter = or();
  if (position < tokens.length) throw new SyntaxError(`"${expression}": unexpected "${tokens[position]}"`);
  return filter;
}
