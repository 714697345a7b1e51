import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../src/model/result.ts';
import { ROOT } from './support/deployment.ts';
import { LONG } from './support/long-test.ts';

const MODULES = join(ROOT, 'node_modules');
const OF_THE_PROJECT = ['vitest', 'typescript', '@types/node'];
let place = '';
let tarball = '';

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'failsafe-packed-'));
  const { stdout } = await execa('npm', ['pack', '--silent', '--pack-destination', place], { cwd: ROOT });
  tarball = join(place, stdout.trim().split('\n').at(-1) ?? '');
});
afterAll(() => rm(place, { recursive: true, force: true, maxRetries: 5 }));

/** What npm installs with the package, of what this checkout has; and what a project brings to write specs. */
async function installedWith(): Promise<string[]> {
  const { packages } = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean }>;
  };
  const names = Object.entries(packages).flatMap(([path, { dev }]) =>
    /^node_modules\/(?:@[^/]+\/)?[^/]+$/.test(path) && !dev ? [path.slice('node_modules/'.length)] : [],
  );
  return [...new Set([...names, ...OF_THE_PROJECT])].filter(name => existsSync(join(MODULES, name)));
}

/** An example with the package unpacked, and what it depends on as this checkout has it. */
async function unpacked(example: string): Promise<string> {
  const folder = await mkdtemp(join(place, `${example}-`));
  await cp(join(ROOT, 'examples', example), folder, { recursive: true });
  const own = join(folder, 'node_modules');
  await mkdir(join(own, 'failsafe'), { recursive: true });
  await execa('tar', ['-xzf', tarball, '--strip-components=1', '-C', join(own, 'failsafe')]);
  for (const name of await installedWith()) {
    await mkdir(dirname(join(own, name)), { recursive: true });
    await symlink(join(MODULES, name), join(own, name));
  }
  return folder;
}

/** An example as a user would install it. */
async function installed(example: string): Promise<string> {
  const folder = await mkdtemp(join(place, `${example}-`));
  await cp(join(ROOT, 'examples', example), folder, { recursive: true });
  await execa('npm', ['install', '--silent', '--no-audit', '--no-fund', '--save-dev', tarball], {
    cwd: folder,
  });
  return folder;
}

async function run(folder: string, program: string, args: readonly string[], env = {}) {
  const script = join(folder, 'node_modules', program);
  const given = { FAILSAFE_CONFIG: undefined, FAILSAFE_RUNTIME: undefined, ...env };
  return execa(process.execPath, [script, ...args], { cwd: folder, env: given, reject: false });
}

const FAILSAFE = 'failsafe/bin/failsafe.js';
const VITEST = 'vitest/vitest.mjs';

/** Each fixture has a type: with `any` the lines that must be errors would be none. */
const TYPED = `import { expect, plan, test } from 'failsafe';

test('typed', async ({ http, db, docker, page, stack, needs }) => {
  await needs(plan[0]?.id ?? '');
  // @ts-expect-error no method of an agent
  await (await http()).nothing('/');
  // @ts-expect-error no method of a client
  await (await db()).nothing('select 1');
  // @ts-expect-error no method of the engine
  await docker.nothing();
  // @ts-expect-error no method of a tab
  await (await page()).nothing();
  // @ts-expect-error no method of a stack
  await stack.nothing();
  // @ts-expect-error no status
  expect(await (await http()).get('/')).toRespondWith({ status: 'well' });
  await expect('containers.running:db').toBeHealthy();
});
`;

async function typesFit(folder: string, files: readonly string[]): Promise<void> {
  const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', '--types', 'node'];
  const { stdout } = await run(folder, 'typescript/bin/tsc', [
    ...flags,
    '--allowImportingTsExtensions',
    ...files,
  ]);
  expect(stdout).toBe('');
}

/** Writes the TypeScript of a page of docs into a folder, each block as the file that its first line names. */
async function written(folder: string, page: string): Promise<string[]> {
  const text = await readFile(join(ROOT, 'docs', page), 'utf8');
  const blocks = [...text.matchAll(/^```ts\n(\/\/ ([\w./-]+)[\s\S]*?)^```$/gm)];
  for (const [, code = '', name = ''] of blocks) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), code);
  }
  return blocks.map(([, , name = '']) => name);
}

async function ownChecks(folder: string): Promise<void> {
  const codeOf = ({ stdout }: { stdout: string }) =>
    (JSON.parse(stdout) as Report).results.find(({ check }) => check === 'queue.depth')?.code;
  const green = await run(folder, FAILSAFE, ['check', '--json', '--grep', 'smoke']);
  expect([codeOf(green), green.exitCode]).toEqual(['OK', 0]);
  const red = await run(folder, FAILSAFE, ['check', '--json', '--grep', 'smoke'], { WAITING: '100' });
  expect([codeOf(red), red.exitCode]).toEqual(['QUEUE_TOO_LONG', 1]);
  const own = await run(folder, VITEST, ['run']);
  expect(own.stdout + own.stderr).toContain('4 passed');
}

async function ownSpecs(folder: string): Promise<void> {
  const { exitCode, stderr } = await run(folder, VITEST, ['run']);
  const report = JSON.parse(await readFile(join(folder, '.failsafe/reports/report.json'), 'utf8')) as Report;
  expect([exitCode, report.problems], stderr).toEqual([0, []]);
  const spec = report.results.find(({ id }) => id.includes('every order has a price'));
  expect(spec?.status).toBe('pass');
}

/** One in each language whose library is a file or a process of the package. */
const BROKEN = {
  'a.js': 'const a = 1;\na = 2;\n',
  'b.py': 'def b(:\n',
  'c.yml': 'c: [1\n',
  'compose.yaml': 'services:\n  web: { image: "web:1", prots: [] }\n',
};

test('what is packed looks at files before the commit', async () => {
  const folder = await unpacked('own-checks');
  for (const [name, text] of Object.entries(BROKEN)) await writeFile(join(folder, name), text);
  await execa('git', ['init', '--quiet'], { cwd: folder });
  await execa('git', ['add', ...Object.keys(BROKEN)], { cwd: folder });
  const { stdout, exitCode } = await run(folder, FAILSAFE, ['precommit', '--json']);
  const { findings } = JSON.parse(stdout) as { findings: { rule: string; file: string }[] };
  const found = new Set(findings.map(({ rule, file }) => `${file} ${rule}`));
  expect([exitCode, ...found]).toEqual(
    expect.arrayContaining([1, 'a.js S16', 'b.py S01', 'c.yml S04', 'compose.yaml S11']),
  );
});

test('a check of one’s own runs with what is packed, its test and its types as well', async () => {
  const folder = await unpacked('own-checks');
  await ownChecks(folder);
  await typesFit(folder, ['failsafe/queue.ts', 'failsafe/queue.test.ts']);
});

test('what specs of one’s own are given has its types with the package alone', async () => {
  const folder = await unpacked('own-specs');
  await writeFile(join(folder, 'checks/typed.spec.ts'), TYPED);
  const shown = [...(await written(folder, 'own-specs.md')), ...(await written(folder, 'extensions.md'))];
  expect(shown).toHaveLength(5);
  await typesFit(folder, [...shown, 'checks/typed.spec.ts', 'vitest.config.ts']);
});

/** An install takes minutes on a machine that does other work as well. */
const INSTALL_MS = 900_000;

describe.runIf(LONG)('installed from the registry', () => {
  test('checks of one’s own', async () => ownChecks(await installed('own-checks')), INSTALL_MS);
  test('specs of one’s own', async () => ownSpecs(await installed('own-specs')), INSTALL_MS);
});
