import { expect, test } from 'vitest';
import { projectOf } from '../testing.ts';
import { check } from './nginx-names.ts';

type Files = Readonly<Record<string, string>>;

const found = async (files: Files) => {
  const { spots = [] } = check.evaluate(await projectOf(files), {});
  return spots.map(({ file, line, message }) => `${file}:${line} ${message}`);
};

const compose = (...lines: readonly string[]) =>
  `services:\n  web:\n${lines.map(line => `    ${line}\n`).join('')}`;
const mounting = (...volumes: readonly string[]) =>
  compose('image: nginx:1.29', `volumes: [${volumes.map(one => `"${one}"`).join(', ')}]`);
const FOLDER = './nginx/conf.d:/etc/nginx/conf.d:ro';
const MAIN = './nginx/nginx.conf:/etc/nginx/nginx.conf:ro';
const main = (http: string) => `events {}\nhttp {\n  ${http}\n}\n`;
const MAP = 'map $http_upgrade $up { default upgrade; }\n';
const SITE = 'server {\n  listen 80;\n  add_header A $up;\n}\n';
const UNKNOWN = ['nginx/conf.d/site.conf:3 unknown "up" variable'];

const site = (files: Files, ...volumes: readonly string[]): Files => ({
  'compose.yaml': mounting(...volumes),
  'nginx/conf.d/site.conf': SITE,
  ...files,
});

test.each<[string, Files, string[]]>([
  ['the configuration that the image brings includes the folder', site({}, FOLDER), UNKNOWN],
  ['a map beside it', site({ 'nginx/conf.d/maps.conf': MAP }, FOLDER), []],
  ['a map that is not mounted', site({ 'nginx/maps.conf': MAP }, FOLDER), UNKNOWN],
  [
    'one file alone',
    site({ 'nginx/conf.d/maps.conf': MAP }, './nginx/conf.d/site.conf:/etc/nginx/conf.d/default.conf'),
    UNKNOWN,
  ],
  [
    'a relative include starts where nginx.conf is, in every file',
    site(
      {
        'nginx/nginx.conf': main('include conf.d/*.conf;'),
        'nginx/conf.d/site.conf': `include snippets/up.conf;\n${SITE.slice(0, -1)}`,
        'nginx/snippets/up.conf': MAP,
      },
      MAIN,
      FOLDER,
      './nginx/snippets:/etc/nginx/snippets',
    ),
    [],
  ],
  [
    'a file that its own nginx.conf does not include',
    site(
      { 'nginx/nginx.conf': main('include conf.d/site.conf;'), 'nginx/conf.d/maps.conf': MAP },
      MAIN,
      FOLDER,
    ),
    UNKNOWN,
  ],
  [
    'a set, in a file that is included by a location',
    site(
      {
        'nginx/nginx.conf': main(
          'server { location / { include /etc/nginx/conf.d/set.conf; return 200 $b$c; } }',
        ),
        'nginx/conf.d/set.conf': 'set $b 1;\n',
      },
      MAIN,
      FOLDER,
    ),
    ['nginx/nginx.conf:3 unknown "c" variable'],
  ],
  [
    'zones and formats',
    site(
      {
        'nginx/conf.d/site.conf':
          'server {\n  limit_req zone=one;\n  limit_req zone=two;\n  access_log /dev/null main;\n  access_log /dev/null own;\n}\n',
        'nginx/conf.d/a.conf': 'limit_req_zone $binary_remote_addr zone=one:1m rate=1r/s;\n',
      },
      FOLDER,
    ),
    ['nginx/conf.d/site.conf:3 unknown zone "two"', 'nginx/conf.d/site.conf:5 unknown log format "own"'],
  ],
  ['an include in circles', site({ 'nginx/conf.d/a.conf': 'include conf.d/*.conf;\n' }, FOLDER), UNKNOWN],
  [
    'copied into an image',
    {
      ...site({}),
      'compose.yaml': compose('build: ./nginx'),
      'nginx/Dockerfile':
        'FROM nginx:1.29\nRUN rm /etc/nginx/conf.d/default.conf\nCOPY conf.d/ /etc/nginx/conf.d/\n',
    },
    UNKNOWN,
  ],
])('%s', async (_, files, expected) => {
  expect(await found(files)).toEqual(expected);
});

const built = (...lines: readonly string[]): Files => ({
  ...site({}),
  'compose.yaml': compose('build: ./nginx'),
  'nginx/Dockerfile': `${lines.join('\n')}\n`,
});
const COPY = 'COPY conf.d/ /etc/nginx/conf.d/';

test.each<[string, Files]>([
  ['an include that is elsewhere', site({ 'nginx/conf.d/a.conf': 'include /opt/own/*.conf;\n' }, FOLDER)],
  ['a file that is not there', site({ 'nginx/conf.d/a.conf': 'include conf.d/made.inc;\n' }, FOLDER)],
  [
    'a file that is no conf of nginx by its name',
    site({ 'nginx/conf.d/a.conf': 'include conf.d/up.inc;\n', 'nginx/conf.d/up.inc': MAP }, FOLDER),
  ],
  ['a file that cannot be read', site({ 'nginx/conf.d/a.conf': 'map $a $up {\n' }, FOLDER)],
  [
    'a module',
    site({ 'nginx/nginx.conf': `load_module m.so;\n${main('include conf.d/*.conf;')}` }, MAIN, FOLDER),
  ],
  [
    'another image',
    {
      ...site({}),
      'compose.yaml': mounting('./nginx/conf.d/site.conf:/etc/nginx/conf.d/site.conf').replace(
        'nginx:1.29',
        'own/nginx:1',
      ),
    },
  ],
  ['a volume', site({}, FOLDER, 'more:/etc/nginx/more')],
  ['a folder of the machine', site({}, FOLDER, '/srv/nginx:/etc/nginx/more')],
  ['a variable', site({}, FOLDER, '${MORE:?}:/etc/nginx/more')],
  [
    'a template that is filled in',
    site({ 'nginx/templates/a.conf.template': MAP }, FOLDER, './nginx/templates:/etc/nginx/templates'),
  ],
  [
    'a script that runs before',
    site({ 'nginx/run/a.sh': 'x\n' }, FOLDER, './nginx/run:/docker-entrypoint.d'),
  ],
  ['another command', { ...site({}), 'compose.yaml': `${mounting(FOLDER)}    command: /start.sh\n` }],
  [
    'a file that git leaves out',
    site({ '.gitignore': 'nginx/conf.d/local*.conf\n/nginx/conf.d/*.conf\n' }, FOLDER),
  ],
  ['an override', site({ 'compose.override.yaml': compose('volumes: ["./a:/etc/nginx/a"]') }, FOLDER)],
  [
    'a copy from another stage',
    built('FROM node:24 AS made', 'FROM nginx:1.29', COPY, 'COPY --from=made /out /etc/nginx/conf.d/'),
  ],
  [
    'a program that writes it',
    built('FROM nginx:1.29', COPY, 'RUN sed -i s/a/b/ /etc/nginx/conf.d/site.conf'),
  ],
  ['an entry point of its own', built('FROM nginx:1.29', COPY, 'ENTRYPOINT ["/start.sh"]')],
  ['a file that is copied over a folder', built('FROM nginx:1.29', 'COPY conf.d/site.conf /etc/nginx')],
])('nothing is said where the configuration is not known: %s', async (_, files) => {
  expect(await found(files)).toEqual([]);
});
