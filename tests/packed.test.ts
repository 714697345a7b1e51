import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../src/model/result.ts';
import { ROOT } from './support/deployment.ts';
import { LONG } from './support/long-test.ts';

const MODULES = join(ROOT, 'node_modules');
let place = '';
let tarball = '';

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'failsafe-packed-'));
  const { stdout } = await execa('npm', ['pack', '--silent', '--pack-destination', place], { cwd: ROOT });
  tarball = join(place, stdout.trim().split('\n').at(-1) ?? '');
});
afterAll(() => rm(place, { recursive: true, force: true, maxRetries: 5 }));

/** An example with the package unpacked, and what it depends on as this checkout has it. */
async function unpacked(example: string): Promise<string> {
  const folder = await mkdtemp(join(place, `${example}-`));
  await cp(join(ROOT, 'examples', example), folder, { recursive: true });
  const own = join(folder, 'node_modules');
  await mkdir(join(own, 'failsafe'), { recursive: true });
  await execa('tar', ['-xzf', tarball, '--strip-components=1', '-C', join(own, 'failsafe')]);
  const others = (await readdir(MODULES)).filter(name => name !== 'failsafe' && !name.startsWith('.'));
  for (const name of others) await symlink(join(MODULES, name), join(own, name));
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

test('a check of one’s own runs with what is packed, its test and its types as well', async () => {
  const folder = await unpacked('own-checks');
  await ownChecks(folder);
  const types = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--types', 'node'];
  const flags = [...types, '--allowImportingTsExtensions', 'failsafe/queue.ts', 'failsafe/queue.test.ts'];
  const { stdout } = await run(folder, 'typescript/bin/tsc', flags);
  expect(stdout).toBe('');
});

/** An install takes minutes on a machine that does other work as well. */
const INSTALL_MS = 900_000;

describe.runIf(LONG)('installed from the registry', () => {
  test('checks of one’s own', async () => ownChecks(await installed('own-checks')), INSTALL_MS);
  test('specs of one’s own', async () => ownSpecs(await installed('own-specs')), INSTALL_MS);
});
