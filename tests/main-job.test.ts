import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa, type Options } from 'execa';
import { describe, expect, test, vi } from 'vitest';
import { HEALTH_LEVELS, STATIC_LEVELS } from '../src/model/level.ts';
import type { Report } from '../src/model/result.ts';
import { ROOT } from './support/deployment.ts';

const run = (command: string, args: readonly string[], options: Options = {}) =>
  execa(command, args, { cwd: ROOT, reject: false, stdin: 'ignore', ...options });
const vitest = (args: readonly string[], options?: Options) =>
  run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', 'checks', ...args], options);
const check = (args: readonly string[], options?: Options) =>
  run(process.execPath, [`${ROOT}/bin/failsafe.js`, 'check', ...args], options);
const written = async (): Promise<Report> =>
  JSON.parse(await readFile(`${ROOT}/.failsafe/reports/report.json`, 'utf8'));
/** As the first run of all specs gave them. */
let ids: readonly string[] = [];
const levels = ({ results }: Report) => [...new Set(results.map(({ level }) => level))];

describe('npx vitest run checks', () => {
  test('finds the bundled deployment healthy, with at least 60 checks over all levels', async () => {
    const { exitCode, stdout } = await run('npx', ['vitest', 'run', 'checks']);
    const report = await written();
    const bad = report.results.filter(
      ({ status }) => status !== 'pass' && status !== 'skip' && status !== 'warn',
    );
    expect(bad).toEqual([]);
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('HEALTHY') });
    expect(report.results.length).toBeGreaterThanOrEqual(60);
    expect(levels(report)).toEqual([...HEALTH_LEVELS, ...STATIC_LEVELS]);
    ids = report.results.map(({ id }) => id);
    const junit = await readFile(`${ROOT}/.failsafe/reports/junit.xml`, 'utf8');
    expect(junit).toContain(`tests="${report.results.length}" failures="0" errors="0"`);
  });

  // Another reporter changes neither the exit code nor the report files
  test.each([
    ['auth', ['--grep', 'auth']],
    ['connectivity', ['--grep=connectivity', '--reporter=dot']],
    ['api', ['--tags-filter', 'api']],
  ])('runs %s and nothing else with %j', async (level, args) => {
    const { exitCode } = await vitest(args);
    expect({ exitCode, levels: levels(await written()) }).toEqual({ exitCode: 0, levels: [level] });
  });

  test('a filter that matches nothing could not check, and leaves no report of an earlier run', async () => {
    const { exitCode, stdout } = await vitest(['--grep', 'nosuch']);
    expect({ exitCode, stdout }).toMatchObject({
      exitCode: 2,
      stdout: expect.stringContaining('NOTHING_SELECTED'),
    });
    expect(await written()).toMatchObject({ results: [], problems: [{ code: 'NOTHING_SELECTED' }] });
  });

  test('a broken failsafe.yaml could not check, and says where', async () => {
    const { exitCode, stdout } = await vitest([], {
      env: { FAILSAFE_CONFIG: 'fixtures/broken-configs/misspelt-check.yaml' },
    });
    expect({ exitCode, stdout }).toMatchObject({
      exitCode: 2,
      stdout: expect.stringMatching(/misspelt-check\.yaml:\d+:\d+/),
    });
  });

  test('an unknown runtime could not check', async () => {
    const { exitCode, stdout } = await vitest([], { env: { FAILSAFE_RUNTIME: 'kubernetes' } });
    expect({ exitCode, stdout }).toMatchObject({
      exitCode: 2,
      stdout: expect.stringContaining('RUNTIME_UNKNOWN'),
    });
  });
});

describe('failsafe check', () => {
  test('gives the same ids as the specs in the same order, as JSON', async () => {
    const { exitCode, stdout } = await check(['--json']);
    const report: Report = JSON.parse(String(stdout));
    expect(exitCode).toBe(0);
    expect(report.results.map(({ id }) => id)).toEqual(ids);
  });

  test('works from any folder of the project', async () => {
    const { exitCode } = await check(['--grep', 'smoke'], { cwd: `${ROOT}/src/engine` });
    expect(exitCode).toBe(0);
  });

  test('two runs at the same second do not disturb one another', async () => {
    const runs = await Promise.all([
      check(['--json', '--grep', 'system']),
      check(['--json', '--grep', 'system']),
    ]);
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  });

  test.each([
    [['--grep', 'nosuch'], 'NOTHING_SELECTED'],
    [['--grep', 'a or ('], 'TAG_EXPRESSION_INVALID'],
  ])('%j could not check', async (args, code) => {
    const { exitCode, stdout } = await check(args);
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 2, stdout: expect.stringContaining(code) });
  });

  test.each([
    [['--config', 'nosuch.yaml']],
    [['--runtime', 'kubernetes']],
    [['--nosuch']],
    [['--reporter', 'xml']],
  ])('%j is a usage error', async args => {
    const { exitCode, stderr } = await check(args);
    expect(exitCode).toBe(2);
    expect(stderr).not.toBe('');
  });
});

describe('a run that is killed', () => {
  const processes = async (folder: string) =>
    (await execa('ps', ['-eo', 'args'])).stdout.split('\n').filter(line => line.includes(folder));
  const runs = async () => (await readdir(`${ROOT}/.failsafe/run`)).filter(name => !name.startsWith('.'));

  const specs = ['node_modules/vitest/vitest.mjs', 'run', 'checks'];
  const command = ['bin/failsafe.js', 'check'];
  for (const [signal, args] of [
    ['SIGINT', specs],
    ['SIGKILL', specs],
    ['SIGTERM', command],
    ['SIGKILL', command],
  ] as const) {
    test(`by ${signal} leaves nothing behind: ${args.join(' ')}`, async () => {
      const before = new Set(await runs());
      const child = run(process.execPath, args);
      await vi.waitUntil(async () => (await runs()).some(folder => !before.has(folder)), {
        timeout: 60_000,
      });
      const mine = (await runs()).filter(folder => !before.has(folder));
      await sleep(Math.random() * 3000);
      child.kill(signal);
      await child;
      await vi.waitFor(
        async () => {
          expect((await runs()).filter(folder => mine.includes(folder))).toEqual([]);
          for (const folder of mine) expect(await processes(folder)).toEqual([]);
        },
        { timeout: 20_000, interval: 100 },
      );
    });
  }
});
