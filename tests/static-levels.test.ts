import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Report } from '../src/model/result.ts';
import { ROOT } from './support/deployment.ts';

const STATIC = 'source or config or security';
const CONFIG = [
  'version: 1',
  'project: copy',
  'stack: { runtime: compose, compose: docker-compose.yml, env: disposable.env }',
  'source: { required: [services/users/manage.py] }',
];

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'failsafe-static-'));
  await cp(join(ROOT, 'fixtures/testdriven-app'), folder, { recursive: true });
  await writeFile(join(folder, 'failsafe.yaml'), `${CONFIG.join('\n')}\n`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Without git, and with an engine that nobody could reach. */
async function check(...args: readonly string[]) {
  const command = [join(ROOT, 'bin/failsafe.js'), 'check', '--json', ...args];
  const env = { DOCKER_HOST: 'tcp://127.0.0.1:9', FAILSAFE_COMPOSE: 'false' };
  const { exitCode, stdout } = await execa(process.execPath, command, { cwd: folder, env, reject: false });
  const report = JSON.parse(String(stdout)) as Report;
  const red = report.results.filter(({ status }) => status !== 'pass' && status !== 'skip');
  return {
    exitCode,
    startMs: report.startMs,
    red: red.flatMap(({ code, spots = [] }) => spots.map(({ file }) => `${code} ${file}`)),
  };
}

async function edit(path: string, change: (text: string) => string): Promise<() => Promise<void>> {
  const file = join(folder, path);
  const before = await readFile(file, 'utf8');
  await writeFile(file, change(before));
  return () => writeFile(file, before);
}

test('the reference application is clean, and no stack is started for that', async () => {
  expect(await check('--grep', STATIC)).toEqual({ exitCode: 0, startMs: 0, red: [] });
});

test.each<[string, string, (text: string) => string, string[]]>([
  [
    'a route without a location',
    'services/nginx/dev.conf',
    text => text.replace(/ {4}location \/auth \{[^}]*\}\n/, ''),
    ['N07 services/nginx/dev.conf'],
  ],
  [
    'a service that was renamed',
    'services/nginx/dev.conf',
    text => text.replace('http://users:', 'http://user:'),
    ['N08 services/nginx/dev.conf'],
  ],
  [
    'a port that is not listened on',
    'services/nginx/dev.conf',
    text => text.replace('client:3000', 'client:3001'),
    ['N08 services/nginx/dev.conf'],
  ],
  [
    'an upgrade that is not handed on',
    'services/nginx/dev.conf',
    text => text.replace('proxy_set_header Upgrade $http_upgrade;', ''),
    ['N06 services/nginx/dev.conf'],
  ],
  [
    'broken Python',
    'services/users/manage.py',
    text => text.replace('def seed_db():', 'def seed_db(:'),
    ['S01 services/users/manage.py'],
  ],
  [
    'a privileged service',
    'docker-compose.yml',
    text => text.replace('    stop_grace_period: 20s', '    privileged: true'),
    ['C01 docker-compose.yml'],
  ],
  [
    'a database that is open to all',
    'docker-compose.yml',
    text => text.replace('127.0.0.1:', ''),
    ['C13 docker-compose.yml'],
  ],
  [
    'a volume that is not declared',
    'docker-compose.yml',
    text => text.replace('users-db-data:/', 'user-db-data:/'),
    ['C27 docker-compose.yml'],
  ],
  [
    'an image that runs as root',
    'services/users/Dockerfile',
    text => text.replace('USER users-service', 'USER root'),
    ['D01 services/users/Dockerfile'],
  ],
  [
    'a variable that the example lacks',
    '.env.example',
    text => text.replace('SECRET_KEY=\n', ''),
    ['E02 .env.example'],
  ],
])('%s is found, and nothing else', async (_, path, change, expected) => {
  const restore = await edit(path, change);
  try {
    expect([...new Set((await check('--grep', STATIC)).red)]).toEqual(expected);
  } finally {
    await restore();
  }
});
