import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
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
async function loadedBy(folder: string, ...args: string[]) {
  const loaded = join(folder, 'loaded.json');
  const watch = `data:text/javascript,${encodeURIComponent(WATCH)}`;
  const { exitCode } = await execa(
    process.execPath,
    ['--import', watch, join(ROOT, 'bin/failsafe.js'), ...args],
    { cwd: folder, env: { LOADED: loaded, FAILSAFE_RUNTIME: '' }, reject: false, stdin: 'ignore' },
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
    expect(await loadedBy(folder, '--help')).toEqual({ exitCode: 0, packages: light });
    expect(await loadedBy(folder, 'status')).toEqual({
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
  const { exitCode, packages } = await loadedBy(repository.folder, 'precommit');
  expect({ exitCode, packages: packages.filter(name => !name.startsWith('@oxc-parser/binding-')) }).toEqual({
    exitCode: 0,
    packages: ['commander', 'fastest-levenshtein', 'oxc-parser', 'p-limit', 'picocolors', 'yocto-queue'],
  });
});
