import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { check } from '../src/levels/config/nginx-names.ts';
import { projectOf } from '../src/levels/testing.ts';

const { failed } = await execa('nginx', ['-v'], { reject: false });
if (failed) console.warn('nginx is missing: nobody is asked whether it agrees');

type Files = Readonly<Record<string, string>>;

const main = (http: string) =>
  `pid nginx.pid;\nevents {}\nhttp {\n  access_log off;\n  proxy_cache_path cache keys_zone=kept:1m;\n${http}\n}\n`;
const SITE = 'server {\n  listen 8080;\n  include parts/*.conf;\n  return 200 $up;\n}\n';
const MAP = 'map $http_upgrade $up { default upgrade; }\n';

/** What stands under the folder of nginx.conf. */
const TAKEN: Readonly<Record<string, Files>> = {
  'a map in another file': {
    'nginx.conf': main('include conf.d/*.conf;'),
    'conf.d/a.conf': SITE,
    'conf.d/b.conf': MAP,
  },
  'a pattern that fits nothing': { 'nginx.conf': main(`include none/*.conf;\n${MAP}${SITE}`) },
  'a geo': {
    'nginx.conf': main('include conf.d/*.conf;'),
    'conf.d/a.conf': `geo $up { default 1; }\n${SITE}`,
  },
  'a set in a part of the server': { 'nginx.conf': main(SITE), 'parts/set.conf': 'set $up 1;\n' },
  'a zone and a format in other files': {
    'nginx.conf': main(`include conf.d/*.conf;\n${MAP}${SITE}`),
    'conf.d/a.conf': 'limit_req_zone $binary_remote_addr zone=one:1m rate=1r/s;\nlog_format own "$up";\n',
    'parts/use.conf': 'limit_req zone=one;\naccess_log /dev/null own;\nproxy_cache kept;\n',
  },
};

const REFUSED: Readonly<Record<string, Files>> = {
  'a map that is nowhere': { 'nginx.conf': main('include conf.d/*.conf;'), 'conf.d/a.conf': SITE },
  'a map that no pattern fits': {
    'nginx.conf': main('include conf.d/a*.conf;'),
    'conf.d/a.conf': SITE,
    'conf.d/b.conf': MAP,
  },
  'an include that is relative to the file it stands in': {
    'nginx.conf': main('include conf.d/*.conf;'),
    'conf.d/a.conf': SITE,
    'conf.d/parts/b.conf': 'set $up 1;\n',
  },
  'a zone that is nowhere': {
    'nginx.conf': main(`${MAP}${SITE}`),
    'parts/use.conf': 'limit_req zone=one;\n',
  },
  'a format that is nowhere': {
    'nginx.conf': main(`${MAP}${SITE}`),
    'parts/use.conf': 'access_log /dev/null own;\n',
  },
  'a cache that is nowhere': {
    'nginx.conf': main(`${MAP}${SITE}`),
    'parts/use.conf': 'proxy_cache lost;\n',
  },
};

async function missed(files: Files): Promise<number> {
  const inside = Object.entries(files).map(([path, text]) => [`nginx/${path}`, text]);
  const compose = 'services:\n  web:\n    image: nginx:1.29\n    volumes: ["./nginx:/etc/nginx:ro"]\n';
  const { spots = [] } = check.evaluate(
    await projectOf({ 'compose.yaml': compose, ...Object.fromEntries(inside) }),
    {},
  );
  return spots.length;
}

async function isTaken(files: Files): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'failsafe-nginx-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const args = ['-t', '-p', folder, '-e', 'stderr', '-c', join(folder, 'nginx.conf')];
  const { all, failed: refused } = await execa('nginx', args, { reject: false, all: true });
  await rm(folder, { recursive: true });
  expect(all).toMatch(refused ? /unknown|zero size shared memory zone/ : /syntax is ok/);
  return !refused;
}

test.each(Object.entries(TAKEN))('nothing is said of %s', async (_, files) => {
  expect(await missed(files)).toBe(0);
});

test.each(Object.entries(REFUSED))('%s is told of', async (_, files) => {
  expect(await missed(files)).toBe(1);
});

describe.skipIf(failed)('nginx -t', () => {
  test.each(Object.entries(TAKEN))('takes %s', async (_, files) => {
    expect(await isTaken(files)).toBe(true);
  });

  test.each(Object.entries(REFUSED))('refuses %s', async (_, files) => {
    expect(await isTaken(files)).toBe(false);
  });
});
