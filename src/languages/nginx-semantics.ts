import type { NginxDirective, SyntaxFlaw } from '../model/observations/source.ts';
import { isSingle, valueFlaw } from './nginx-values.ts';

const LISTEN_WORDS =
  /^(?:default_server|default|ssl|http2|quic|spdy|proxy_protocol|udp|bind|reuseport|deferred|multipath)$/;
const LARGEST_PORT = 65_535;
const DATA = ['map', 'geo', 'types', 'split_clients', 'charset_map', 'match'];

const flaw = ({ line, column }: NginxDirective, message: string): SyntaxFlaw => ({ line, column, message });

/** Whether brackets of a regular expression are closed. */
function isBalanced(pattern: string): boolean {
  let depth = 0;
  let isClass = false;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === '\\') at++;
    else if (isClass) isClass = character !== ']';
    else if (character === '[') {
      isClass = true;
      // `[]a]` and `[^]a]` hold the bracket
      if (pattern[at + 1] === '^') at++;
      if (pattern[at + 1] === ']') at++;
    } else if (character === '(') depth++;
    else if (character === ')' && --depth < 0) return false;
  }
  return depth === 0 && !isClass;
}

const patternOf = ({ name, args }: NginxDirective): string | undefined => {
  if (name === 'location') {
    const [kind = '', path] = args;
    return kind === '~' || kind === '~*'
      ? path
      : /^~\*?(?=[^*])/.test(kind)
        ? kind.replace(/^~\*?/, '')
        : undefined;
  }
  return name === 'rewrite' ? args[0] : undefined;
};

const isRegex = ({ args: [kind = ''] }: NginxDirective) => kind.startsWith('~') || kind.startsWith('@');

function listenFlaw({ args }: NginxDirective): string | undefined {
  const [address = '', ...words] = args;
  if (!address.startsWith('unix:')) {
    const port = /^(?:.*:)?(\d+)$/.exec(address)?.[1];
    const isPlain = !address.startsWith('[') || address.includes(']:');
    if (port !== undefined && isPlain && (Number(port) > LARGEST_PORT || port === '0'))
      return `invalid port in "${address}" of the "listen" directive`;
  }
  const other = words.find(word => !word.includes('=') && !LISTEN_WORDS.test(word));
  return other === undefined ? undefined : `invalid parameter "${other}" of the "listen" directive`;
}

function passFlaw(
  { args: [address = ''] }: NginxDirective,
  outer: readonly NginxDirective[],
): string | undefined {
  if (address.includes('$')) return undefined;
  if (!/^https?:\/\//i.test(address)) return `invalid URL prefix in "${address}"`;
  const holder = outer[0];
  const isIn =
    holder?.name === 'if' ||
    holder?.name === 'limit_except' ||
    (holder?.name === 'location' && isRegex(holder));
  return isIn && /^https?:\/\/(?:unix:[^:]*:|[^/]+)\//i.test(address)
    ? '"proxy_pass" cannot have a URI part in a location given by a regular expression, a name, or in "if"'
    : undefined;
}

function ownFlaw(directive: NginxDirective, outer: readonly NginxDirective[]): string | undefined {
  const { name, args, block } = directive;
  const pattern = patternOf(directive);
  if (pattern !== undefined && !isBalanced(pattern))
    return `a bracket is not closed in the regular expression "${pattern}"`;
  switch (name) {
    case 'listen':
      return listenFlaw(directive);
    case 'proxy_pass':
      return outer.some(({ name: around }) => around === 'stream') ? undefined : passFlaw(directive, outer);
    case 'if':
      return /^\(.*\)$/s.test(args.join(' ')) ? undefined : `invalid condition "${args.join(' ')}"`;
    case 'return':
      return args.length > 1 && !/^(?:\d{1,3}|.*\$.*)$/.test(args[0] ?? '')
        ? `invalid return code "${args[0]}"`
        : undefined;
    case 'upstream':
      return block?.some(inner => /^(?:server|include|resolver|zone)$/.test(inner.name)) === false
        ? `no servers are inside upstream "${args[0]}"`
        : undefined;
    default:
      return undefined;
  }
}

/** What may stand once in a block, by what it would collide with. */
function keyOf({ name, args }: NginxDirective): string | undefined {
  if (name === 'location') return `location ${args.join(' ')}`;
  if (name === 'upstream') return `upstream "${args[0]}"`;
  return isSingle(name) ? `"${name}" directive` : undefined;
}

function* twice(block: readonly NginxDirective[]): Generator<SyntaxFlaw> {
  const seen = new Set<string>();
  for (const directive of block) {
    const key = keyOf(directive);
    if (key === undefined) continue;
    if (seen.has(key)) yield flaw(directive, `${key} is duplicate`);
    seen.add(key);
  }
  const servers = block.filter(({ name }) => name === 'server').flatMap(({ block: inner = [] }) => inner);
  const defaults = servers.filter(
    ({ name, args }) => name === 'listen' && args.slice(1).some(word => /^default(?:_server)?$/.test(word)),
  );
  const places = new Set<string>();
  for (const listen of defaults) {
    const place = listen.args[0]?.replace(/^(?:\*|0\.0\.0\.0):/, '') ?? '';
    if (places.has(place)) yield flaw(listen, `a duplicate default server for ${place}`);
    places.add(place);
  }
}

/** What nginx refuses though each directive is known and stands where it may: its arguments, and what does not go together. */
export function* semanticFlaws(
  directives: readonly NginxDirective[],
  outer: readonly NginxDirective[] = [],
): Generator<SyntaxFlaw> {
  yield* twice(directives);
  for (const directive of directives) {
    const message = valueFlaw(directive) ?? ownFlaw(directive, outer);
    if (message !== undefined) yield flaw(directive, message);
    const { name, block } = directive;
    if (block !== undefined && !DATA.includes(name)) yield* semanticFlaws(block, [directive, ...outer]);
  }
}
