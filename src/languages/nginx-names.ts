import { getVariables } from '@nginx/reference-lib';
import type { MissingName, NginxDirective, SyntaxFlaw } from '../model/observations/source.ts';
import { isBrought } from './nginx-brought.ts';

const BUILT_IN = new Set(getVariables().map(({ name }) => name.replace(/^\$/, '')));
const FAMILIES =
  /^(?:\d+|(?:arg|cookie|http|sent_http|sent_trailer|trailer|upstream_http|upstream_cookie|upstream_trailer|jwt_claim|jwt_header|proxy_protocol_tlv|limit_rate|secure_link|ssl_\w*)_?.*)$/;
const DEFINES =
  /(?:^|_)set$|^(?:map|geo|split_clients|auth_request_set|perl_set|js_set|js_var|lua_\w+|set_by_lua\w*|geoip2?|uploadprogress\w*|echo\w*)$/;
const FORMATS = ['combined', 'off', 'json'];

const flaw = ({ line, column }: NginxDirective, message: string): SyntaxFlaw => ({ line, column, message });

function* walk(directives: readonly NginxDirective[]): Generator<NginxDirective> {
  for (const directive of directives) {
    yield directive;
    if (directive.block !== undefined) yield* walk(directive.block);
  }
}

/** What one file that is a whole configuration names and nowhere defines; nothing of one that includes files of its own. */
export function* undefinedNames(directives: readonly NginxDirective[]): Generator<SyntaxFlaw> {
  const all = [...walk(directives)];
  if (!all.every(({ name, args: [file = ''] }) => name !== 'include' || isBrought(file))) return;
  const http = directives.find(({ name }) => name === 'http');
  if (http !== undefined && !directives.some(({ name }) => name === 'events')) {
    yield flaw(http, 'no "events" section in configuration');
  }
  for (const { directive, message } of namesMissing(all)) yield flaw(directive, message);
}

/** What all directives of a configuration, those of included files among them, name and nowhere define. */
export function* namesMissing(all: readonly NginxDirective[]): Generator<MissingName> {
  // A module may bring any variable
  if (all.some(({ name }) => name === 'load_module')) return;
  const texts = all.flatMap(({ args }) => args);
  const defined = new Set([
    ...all
      .filter(({ name }) => DEFINES.test(name))
      .flatMap(({ args }) => args.map(arg => arg.replace(/^\$/, ''))),
    ...texts.flatMap(text => [...text.matchAll(/\(\?P?[<'](\w+)[>']/g)].map(([, name = '']) => name)),
    // Blocks such as geoip2 define theirs inside
    ...all.filter(({ name }) => name.startsWith('$')).map(({ name }) => name.slice(1)),
  ]);
  const formats = new Set([
    ...FORMATS,
    ...all.filter(({ name }) => name === 'log_format').map(({ args }) => args[0] ?? ''),
  ]);
  const isKnown = (name: string) => defined.has(name) || BUILT_IN.has(name) || FAMILIES.test(name);
  const zones = new Set(
    all
      .filter(({ name }) => /^limit_(?:req|conn)_zone$/.test(name))
      .flatMap(({ args }) => args.map(arg => /^zone=([^:]+)/.exec(arg)?.[1] ?? '')),
  );
  const caches = all
    .filter(({ name }) => /_cache_path$/.test(name))
    .flatMap(({ args }) => args.map(arg => /^keys_zone=([^:]+)/.exec(arg)?.[1]));
  for (const directive of all) {
    const { name, args, block } = directive;
    const [first = ''] = args;
    if (
      /^(?:proxy|fastcgi|uwsgi|scgi)_cache$/.test(name) &&
      /^(?!off$)\w+$/.test(first) &&
      !caches.includes(first)
    )
      yield { directive, message: `unknown cache "${first}"` };
    if (name === 'access_log' && args[1] !== undefined && !args[1].includes('=') && !formats.has(args[1]))
      yield { directive, message: `unknown log format "${args[1]}"` };
    const zone =
      name === 'limit_req' ? args.map(arg => /^zone=(\w+)$/.exec(arg)?.[1]).find(one => one) : undefined;
    if (zone !== undefined && !zones.has(zone)) yield { directive, message: `unknown zone "${zone}"` };
    if (block !== undefined && name !== 'if' && name !== 'map') continue;
    if (
      /regex|^(?:location|server_name|rewrite|valid_referers|\S*lua\S*|perl\S*|js_\S*|sub_filter)$/.test(name)
    )
      continue;
    const used = args.filter(arg => !/^[~^(]/.test(arg) || name === 'if');
    const [unknown] = used
      .flatMap(text => [...text.matchAll(/\$(?:\{(\w+)\}|([A-Za-z_]\w*))/g)].map(([, a, b]) => a ?? b ?? ''))
      .filter(one => !isKnown(one));
    if (unknown !== undefined) yield { directive, message: `unknown "${unknown}" variable` };
  }
}
