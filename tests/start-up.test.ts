import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { ROOT } from './support/deployment.ts';
import { createRepository } from './support/repository.ts';

/** Writes down which packages a process loads. */
const WATCH = `
import module from 'node:module';
import { writeFileSync } from 'node:fs';
const names = new Set();
module.registerHooks({ load(url, context, next) {
  const name = /node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url)?.[1];
  if (name) names.add(name);
  return next(url, context);
} });
process.on('exit', () => writeFileSync(process.env.LOADED, JSON.stringify([...names])));
`;

/** The packages that a command loads, and its exit code. */
async function loadedBy(folder: string, args: readonly string[], env: Record<string, string> = {}) {
  const loaded = join(folder, 'loaded.json');
  const watch = `data:text/javascript,${encodeURIComponent(WATCH)}`;
  const { exitCode } = await execa(
    process.execPath,
    ['--import', watch, join(ROOT, 'bin/failsafe.js'), ...args],
    {
      cwd: folder,
      env: { LOADED: loaded, FAILSAFE_RUNTIME: '', CI: '', ...env },
      reject: false,
      stdin: 'ignore',
    },
  );
  const packages: string[] = JSON.parse(await readFile(loaded, 'utf8'));
  return { exitCode, packages: packages.toSorted() };
}

test('what answers at once loads nothing that takes its time', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'failsafe-start-'));
  try {
    const stack = { runtime: 'processes', processes: { web: { run: ['true'], port: 80 } } };
    await writeFile(join(folder, 'failsafe.yaml'), JSON.stringify({ version: 1, project: 'small', stack }));
    const light = ['commander', 'picocolors'];
    expect(await loadedBy(folder, ['--help'])).toEqual({ exitCode: 0, packages: light });
    expect(await loadedBy(folder, ['status'])).toEqual({
      exitCode: 2,
      packages: ['commander', 'fastest-levenshtein', 'picocolors', 'yaml'],
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a commit loads what its files need, and nothing else: whoever commits waits for it', async () => {
  await using repository = await createRepository();
  await repository.write('app.jsx', 'export const App = () => <p />;\n');
  await repository.git('add', '.');
  const { exitCode, packages } = await loadedBy(repository.folder, ['precommit']);
  expect({ exitCode, packages: packages.filter(name => !name.startsWith('@oxc-parser/binding-')) }).toEqual({
    exitCode: 0,
    packages: ['commander', 'fastest-levenshtein', 'oxc-parser', 'p-limit', 'picocolors', 'yocto-queue'],
  });
});

test('a look at addresses loads no Docker, no browser, no database, and no schema that was passed before', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'failsafe-start-'));
  const server = createServer((_, answer) => answer.end('{"ok":true}')).listen(0, '127.0.0.1');
  try {
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const endpoint = { name: 'a', get: '/', expect: { status: 200, json: { '$.ok': true } } };
    const config = {
      version: 1,
      project: 'small',
      stack: { compose: 'compose.yml' },
      targets: { web: { url: `http://127.0.0.1:${port}` } },
      api: { target: 'web', endpoints: [endpoint] },
    };
    await writeFile(join(folder, 'failsafe.yaml'), JSON.stringify(config));
    await writeFile(join(folder, 'compose.yml'), 'services: { web: { image: web } }\n');
    const look = () => loadedBy(folder, ['check', '--grep', 'api']);
    const first = await look();
    await look();
    expect(first.exitCode).toBe(0);
    expect(first.packages).toEqual(expect.arrayContaining(['typebox', 'yaml']));
    expect(await look()).toEqual({
      exitCode: 0,
      packages: [
        'commander',
        'croner',
        'fastest-levenshtein',
        'json-p3',
        'p-limit',
        'picocolors',
        'undici',
        'yocto-queue',
      ],
    });

    const away = { DOCKER_HOST: `unix://${join(folder, 'no.sock')}` };
    const { packages } = await loadedBy(folder, ['status'], away);
    expect(packages).toContain('dockerode');
    for (const heavy of [
      '@grpc/grpc-js',
      'ajv',
      'pg',
      'playwright-core',
      'protobufjs',
      'ssh2',
      'supertest',
      'testcontainers',
      'typebox',
      'undici',
      'yaml',
    ])
      expect(packages).not.toContain(heavy);
  } finally {
    server.close();
    await rm(folder, { recursive: true });
  }
});
