import { expect, test } from 'vitest';
import { parse } from './nginx.ts';

const server = (...lines: readonly string[]) => `server {\n${lines.map(line => `  ${line}\n`).join('')}}\n`;

test.each([
  ['no semicolon', server('listen 80'), 2],
  ['an open block', 'server {\n  listen 80;\n', 1],
  ['a closing brace too many', `${server('listen 80;')}}\n`, 4],
  ['an open quote', server('return 200 "open;'), 2],
  ['text behind a quote', server('return 200 "a"b;'), 2],
  ['a slip of the pen', server('lisen 80;'), 2],
  ['another slip', server('location / { proxy_pas http://a; }'), 2],
  ['a directive where it may not stand', server('proxy_pass http://a;', 'worker_processes 1;'), 3],
  ['a location in http', 'events {}\nhttp {\n  location / {}\n}\n', 3],
  ['a block that is missing', server('location /;'), 2],
  ['a block that is too much', server('root /srv { }'), 2],
  ['a semicolon alone', server('listen 80;;'), 2],
  ['no semicolon before a directive', 'proxy_http_version 1.1\nproxy_set_header Host $host;\n', 1],
])('%s', async (_, text, line) => {
  expect((await parse(text, 'nginx.conf')).flaws[0]?.line).toBe(line);
});

test.each([
  server('listen 80;', 'location ~ \\.php$ { return 404; }'),
  server('location ~ ^/[a-z]{2,3}/ { return 200 "{}"; }'.replace('~ ^', '~ "^').replace('/ {', '/" {')),
  server('set $a "${b}c";', 'return 200 ${a};', 'more_set_headers "Server: a";'),
  server('if ($arg_a) { set $b 1; }', 'location / { if ($b) { add_header A b; } }'),
  'events {}\nhttp {\n  map $a $b { default 0; "~x{2}" 1; }\n  types { text/html html; }\n  include conf.d/*.conf;\n}\n',
  'upstream a { server b:80; keepalive 4; }\n',
  'proxy_set_header Host $host; # an included file\n',
  'log_format main "$status "\n  "$body_bytes_sent"\n  ;\nserver_name\n  a.io\n  b.io;\n',
  server('content_by_lua_block { if a then return "}" .. "{" end }'),
])('%s has no flaw', async text => {
  expect((await parse(text, 'nginx.conf')).flaws).toEqual([]);
});

test.each([
  [
    'upstream a { server ${HOST}:${PORT}; }\nserver {\n  listen ${PORT};\n  ${MORE}\n  return ${CODE} a;\n}\n',
    [],
  ],
  ['events {}\nhttp {\n  server { server_name ${NAME}; }\n}\n', []],
  ['server {\n  listen ${PORT}\n  server_name a.io;\n}\n', [2]],
])('a template is read before it is filled in: %j', async (text, lines) => {
  const { flaws } = await parse(text, 'templates/default.conf.template');
  expect(flaws.map(({ line }) => line)).toEqual(lines);
});
