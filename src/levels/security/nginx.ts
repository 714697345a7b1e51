import { eachDirective, exampleServer, matchOf, nginxDirectives, own } from '../nginx-files.ts';
import { type Rule, ruleCheck } from '../rule.ts';

/** What a request says, and nginx takes as it is. */
const OF_THE_REQUEST = /^(?:https?:\/\/)?\$\{?(?:arg_\w+|http_\w+|cookie_\w+|host|query_string|args|\d)\b/;
/** Decoded, so that they may hold line breaks. */
const DECODED = /\$\{?(?:uri|document_uri)\b/;

const isRedirect = (args: readonly string[]) => /^30[12378]$/.test(args[0] ?? '');

const rules: readonly Rule[] = [
  {
    id: 'N01',
    name: 'alias-traversal',
    severity: 'high',
    title: 'No alias lets requests out of its folder',
    why: '`/static../settings.py` then reads a file beside the folder.',
    source: 'gixy: alias_traversal; CWE-22',
    problem: 'An alias that can be left',
    cause: 'The location has no slash at its end, and the alias has one.',
    fix: 'End both with a slash: `location /static/ { alias /srv/static/; }`.',
    reads: ['nginx'],
    bad: exampleServer('location /static { alias /srv/static/; }'),
    good: exampleServer('location /static/ { alias /srv/static/; }'),
    find: eachDirective(['alias'], ({ directive: { args }, parents: [location] }) => {
      if (location?.name !== 'location') return undefined;
      const { kind, path } = matchOf(location);
      const isOpen = (kind === '' || kind === '^~') && !path.endsWith('/') && args[0]?.endsWith('/');
      return isOpen ? `a request for ${path}../ leaves ${args[0]}` : undefined;
    }),
  },
  {
    id: 'N02',
    name: 'request-forgery',
    severity: 'high',
    title: 'No request says where nginx sends it, or what is in its headers',
    why: 'Whoever asks then reaches servers behind nginx, or adds headers of their own.',
    source: 'gixy: ssrf, http_splitting; CWE-918, CWE-113',
    problem: 'A request decides too much',
    cause: 'A variable of the request stands where the host is, or `$uri`, which is decoded, in a header.',
    fix: 'Name the upstream; in redirects and headers write `$request_uri` for `$uri`.',
    reads: ['nginx'],
    bad: exampleServer('return 301 https://example.com$uri;'),
    good: exampleServer('return 301 https://example.com$request_uri;'),
    find: eachDirective(
      ['proxy_pass', 'return', 'add_header', 'proxy_set_header'],
      ({ directive: { name, args }, parents }) => {
        const isInternal = own(parents[0], 'internal').length > 0;
        if (name === 'proxy_pass' && !isInternal && OF_THE_REQUEST.test(args[0] ?? '')) {
          return 'the request says where it is sent';
        }
        if (name === 'return' && isRedirect(args) && DECODED.test(args[1] ?? ''))
          return 'the redirect holds a decoded path';
        return name.endsWith('_header') && DECODED.test(args[1] ?? '')
          ? `the header ${args[0]} holds a decoded path`
          : undefined;
      },
    ),
  },
  {
    id: 'N04',
    name: 'dropped-headers',
    severity: 'medium',
    title: 'No block drops the headers of the blocks around it',
    why: 'One `add_header` in a block turns off all those from outside, security headers too.',
    source: 'nginx documentation: ngx_http_headers_module; gixy: add_header_redefinition',
    problem: 'Headers are dropped',
    cause: 'They are inherited only where the block has none of its own.',
    fix: 'Repeat those headers in the block.',
    reads: ['nginx'],
    bad: exampleServer(
      'add_header X-Frame-Options DENY;',
      'location / { add_header Cache-Control no-cache; }',
    ),
    good: exampleServer('add_header X-Frame-Options DENY;', 'location / { expires 1h; }'),
    *find(project) {
      for (const { directive, parents, spot } of nginxDirectives(project)) {
        const named = new Set(own(directive, 'add_header').map(({ args }) => args[0]?.toLowerCase()));
        if (named.size === 0 || own(directive, 'add_header_inherit').length > 0) continue;
        const outer = parents.find(parent => own(parent, 'add_header').length > 0);
        const dropped = own(outer, 'add_header').find(({ args }) => !named.has(args[0]?.toLowerCase()));
        if (dropped === undefined) continue;
        const where = outer?.block?.includes(dropped) ? `line ${dropped.line}` : 'a file that is included';
        yield spot(`drops the header ${dropped.args[0]} of ${where}`);
      }
    },
  },
  {
    id: 'N05',
    name: 'server-tokens',
    severity: 'low',
    title: 'nginx does not tell its version',
    why: 'Whoever looks for servers with a known flaw finds them by their version.',
    source: 'CIS NGINX Benchmark, section 2; nginx documentation: server_tokens',
    problem: 'The version is shown',
    cause: 'It is so by default.',
    fix: 'Write `server_tokens off;` into the block http.',
    reads: ['nginx'],
    bad: { 'nginx.conf': 'events {}\nhttp {\n  server { listen 80; }\n}\n' },
    good: { 'nginx.conf': 'events {}\nhttp {\n  server_tokens off;\n  server { listen 80; }\n}\n' },
    *find(project) {
      const all = nginxDirectives(project);
      const isOff = (path: string) =>
        all.some(
          ({ directive, ...one }) =>
            one.path === path && directive.name === 'server_tokens' && directive.args[0] !== 'on',
        );
      for (const { directive, path, spot } of all) {
        const isOn = directive.name === 'server_tokens' && directive.args[0] === 'on';
        if (isOn || (directive.name === 'http' && directive.block && !isOff(path)))
          yield spot('the version is shown');
      }
    },
  },
];

/** What nginx lets requests do. */
export const checks = rules.map(rule => ruleCheck('security', rule));
