import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from '../src/languages/nginx.ts';

const { failed } = await execa('nginx', ['-v'], { reject: false });
if (failed) console.warn('nginx is missing: nobody is asked whether it agrees');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'failsafe-nginx-'));
});
afterAll(() => rm(folder, { recursive: true }));

const main = (http: string) => `pid nginx.pid;\nevents {}\nhttp {\n  access_log off;\n${http}\n}\n`;
const server = (...lines: readonly string[]) =>
  main(`  server {\n    listen 8080;\n${lines.map(line => `    ${line}\n`).join('')}  }`);

/** What nginx refuses, by the classes of its messages. */
const BROKEN: Readonly<Record<string, string>> = {
  'unknown directive': server('lisen 80;'),
  'not terminated by ";"': server('root /srv'),
  'unexpected end of file': 'events {}\nhttp {\n  server {\n    listen 80;\n  }\n',
  'unexpected "}"': `${server('')}}\n`,
  'unexpected ";"': server('root /srv;;'),
  'a quote that is not closed': server('return 200 "open;'),
  'text behind a quote': server('return 200 "a"b;'),
  'not allowed here': server('worker_processes 1;'),
  'has no opening "{"': server('location /;'),
  'a block where none belongs': server('root /srv { }'),
  'number of arguments': server('root /srv /other;'),
  'no argument': server('client_max_body_size;'),
  'a flag that is none': server('sendfile yes;'),
  'a size that is none': server('client_max_body_size 10X;'),
  'a time that is none': server('send_timeout soon;'),
  'directive is duplicate': server('root /a;', 'root /b;'),
  'duplicate location': server('location /a { return 200; }', 'location /a { return 201; }'),
  'duplicate default server': main(
    '  server { listen 80 default_server; }\n  server { listen 80 default_server; }',
  ),
  'duplicate upstream': main('  upstream a { server 127.0.0.1:1; }\n  upstream a { server 127.0.0.1:2; }'),
  'no servers in an upstream': main('  upstream a { keepalive 4; }'),
  'unknown variable': server('return 200 $nothing;'),
  'unknown log format': server('access_log /dev/null fancy;'),
  'unknown zone': server('limit_req zone=one;'),
  'invalid port': server('listen 99999;'),
  'parameter of listen': server('listen 8081 defualt_server;'),
  'URL without a scheme': server('location / { proxy_pass 127.0.0.1:5000; }'),
  'URI in a location by regular expression': server('location ~ ^/a { proxy_pass http://127.0.0.1:5000/b; }'),
  'a regular expression that is not closed': server('location ~ ^/(a { return 200; }'.replace('(a', '"(a"')),
  'a condition without brackets': server('if $host = a { return 404; }'),
  'a code that is none': server('return ok "a";'),
  'no events': 'http {\n  server { listen 80; }\n}\n',
};

/** What it takes. */
const WELL: Readonly<Record<string, string>> = {
  'a usual server': server(
    'server_name a.example *.b.example ~^c(?<part>\\d+)$;',
    'client_max_body_size 10m;',
    'keepalive_timeout 65 60;',
    'gzip On;',
    'location / { try_files $uri $uri/ /index.html; }',
    'location = / { return 302 /a; }',
    'location ~* \\.(?:png|jpe?g)$ { expires 30d; add_header A "$part b" always; }',
    'location /a { proxy_pass http://127.0.0.1:5000; proxy_set_header Host $host; proxy_read_timeout 1h 30m; }'.replace(
      '1h 30m',
      '"1h 30m"',
    ),
    'error_page 500 502 /50x.html;',
    'if ($request_method !~ ^(GET|HEAD)$) { return 405; }',
    'if ($http_x_a = "") { set $b 1; }',
    'return 200;',
  ),
  'maps and formats': main(
    '  map $http_upgrade $up { default upgrade; "" close; }\n  log_format own "$up $remote_addr";\n  access_log /dev/null own;\n  limit_req_zone $binary_remote_addr zone=one:1m rate=1r/s;\n  server { listen 8080 default_server; listen [::]:8080 default_server; location / { limit_req zone=one burst=5; } }',
  ),
  'an upstream': main(
    '  upstream a { server 127.0.0.1:1 weight=5; server unix:/tmp/a backup; keepalive 4; }\n  server { listen 8080; location ~ ^/a { proxy_pass http://a; } location /b { proxy_pass http://a/c; } }',
  ),
  'nested locations': server(
    'location /a { location /a/b { return 200; } }',
    'location /c { location /c/b { return 200; } }',
  ),
  'several listens': server(
    'listen 8081 reuseport backlog=100;',
    'listen unix:/tmp/failsafe-nginx-test.sock;',
  ),
};

async function isTaken(text: string): Promise<boolean> {
  const file = join(folder, 'nginx.conf');
  await writeFile(file, text);
  const { all, failed: refused } = await execa('nginx', ['-t', '-p', folder, '-e', 'stderr', '-c', file], {
    reject: false,
    all: true,
  });
  expect(all).toMatch(refused ? /\[emerg\]|unexpected/ : /syntax is ok/);
  return !refused;
}

test.each(Object.entries(BROKEN))('broken: %s', async (_, text) => {
  expect((await parse(text, 'nginx.conf')).flaws).not.toEqual([]);
});

test.each(Object.entries(WELL))('well: %s', async (_, text) => {
  expect((await parse(text, 'nginx.conf')).flaws).toEqual([]);
});

describe.skipIf(failed)('nginx -t', () => {
  test.each(Object.entries(BROKEN))('refuses: %s', async (_, text) => {
    expect(await isTaken(text)).toBe(false);
  });

  test.each(Object.entries(WELL))('takes: %s', async (_, text) => {
    expect(await isTaken(text)).toBe(true);
  });
});
