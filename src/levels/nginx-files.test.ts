import { expect, test } from 'vitest';
import { checks } from './config/nginx-routes.ts';
import { projectOf } from './testing.ts';

const COMPOSE =
  'services:\n  web: { image: web:1, expose: [5000] }\n  php: { image: php:8, expose: [9000] }\n';

const found = async (files: Record<string, string>) => {
  const project = await projectOf({ 'compose.yaml': COMPOSE, ...files });
  return checks.flatMap(({ evaluate }) => {
    const { spots = [] } = evaluate(project, {});
    return spots.map(({ file, line, message }) => `${file}:${line} ${message}`);
  });
};

const realtime = (include: string) => ({
  'nginx/conf.d/site.conf': `server {\n  location /ws {\n    include ${include};\n    proxy_pass http://web:5000;\n  }\n}\n`,
});
const HEADERS =
  'proxy_http_version 1.1;\nproxy_set_header Upgrade $http_upgrade;\nproxy_set_header Connection upgrade;\n';

test.each([
  ['/etc/nginx/snippets/proxy.conf', HEADERS, []],
  ['snippets/*.conf', HEADERS, []],
  ['/etc/nginx/snippets/proxy.conf', 'proxy_http_version 1.1;\n', ['hands no upgrade, connection on']],
  // It may be in the image
  ['/etc/nginx/other.conf', 'proxy_http_version 1.1;\n', []],
])('what %s includes counts as if it stood there', async (include, snippet, expected) => {
  const spots = await found({ ...realtime(include), 'nginx/snippets/proxy.conf': snippet });
  expect(spots).toEqual(expected.map(message => `nginx/conf.d/site.conf:2 ${message}`));
});

test.each([
  ['location ~ \\.php$ { fastcgi_pass php:9000; }', []],
  [
    'location ~ \\.php$ { fastcgi_pass fpm:9000; }',
    ['leads to fpm, which is no service of the compose file'],
  ],
  ['location / { uwsgi_pass web:5001; }', ['leads to port 5001 of web, which listens on 5000']],
  ['location / { grpc_pass grpc://web:5000; }', []],
  ['location / { fastcgi_pass unix:/run/php.sock; }', []],
])('%s', async (location, expected) => {
  const spots = await found({ 'nginx.conf': `server {\n  ${location}\n}\n` });
  expect(spots).toEqual(expected.map(message => `nginx.conf:2 ${message}`));
});

test('each server of an upstream counts, and of two of one name the nearer one', async () => {
  const server = 'server {\n  location / { proxy_pass http://app; }\n}\n';
  const spots = await found({
    'a/nginx/site.conf': `upstream app { server web:5000; server wbe:5000 backup; }\n${server}`,
    'b/nginx/site.conf': `upstream app { server php:9000; }\n${server}`,
  });
  expect(spots).toEqual(['a/nginx/site.conf:3 leads to wbe, which is no service of the compose file']);
});

test('what a service publishes is not all that it listens on, where its command says another port', async () => {
  const nginx = 'server {\n  location / { proxy_pass http://api:3000; }\n}\n';
  const api = (command: string) =>
    `services:\n  api: { image: api:1, ports: ["127.0.0.1:9229:9229"], command: ${command} }\n`;
  expect(await found({ 'compose.yaml': api('[serve, --port=3000]'), 'nginx.conf': nginx })).toEqual([]);
  expect(await found({ 'compose.yaml': api('[serve]'), 'nginx.conf': nginx })).toHaveLength(1);
});

const pass = (...lines: readonly string[]) => `server {\n${lines.join('\n')}\n}\n`;
const to = 'location / { proxy_pass http://$up:5000; }';

test.each([
  [
    'that is included',
    { 'nginx/snippets/up.conf': 'set $up wbe;\n' },
    pass('include snippets/up.conf;', to),
    3,
  ],
  ['of the same server', {}, pass('set $up web;', to) + pass('set $up wbe;', to), 7],
  ['that nobody sets', {}, pass(to), undefined],
  ['of an include that is elsewhere', {}, pass('include /usr/share/up.conf;', to), undefined],
])('a variable %s tells where a request is handed on', async (_, files, site, line) => {
  const spots = await found({ 'nginx/conf.d/site.conf': site, ...files });
  expect(spots).toEqual(
    line === undefined
      ? []
      : [`nginx/conf.d/site.conf:${line} leads to wbe, which is no service of the compose file`],
  );
});
