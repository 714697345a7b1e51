import { expect, test } from 'vitest';
import type { Report } from '../src/model/result.ts';
import { type GateApp, gateApp, WELL } from './support/gate-app.ts';

const FILE = 'known.json';
const BROKEN = { ...WELL, '/stock': [500, {}] } as const;

const told = ({ results, problems, baseline }: Report) => ({
  bad: results
    .filter(({ status }) => status !== 'pass' && status !== 'skip' && status !== 'warn')
    .map(({ id, status }) => `${id} ${status}`),
  problems: problems.map(({ code }) => code),
  ...(baseline && { healed: baseline.healed, expired: baseline.expired, changed: baseline.changed }),
});

async function check(app: GateApp, ...args: string[]) {
  const { exitCode, stdout } = await app.failsafe('check', '--json', ...args);
  const report: Report & { verdict: string } = JSON.parse(stdout);
  return { exitCode, verdict: report.verdict, ...told(report) };
}

test('what is known fails nobody, what is new does, what is well again can be taken out: both drivers', async () => {
  await using app = await gateApp();
  await app.answer(BROKEN);
  const reason = 'until the stock has moved';
  const written = await app.failsafe('check', '-g', 'api', '--baseline', FILE, '--write-baseline', reason);
  expect(written).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(
      /api\.status:stock {2}\S+ {2}known until \d{4}-\d\d-\d\d: until the stock has moved/,
    ),
  });
  const { checks } = JSON.parse(await app.read(FILE));
  expect(checks).toMatchObject([{ id: 'api.status:stock', reason }]);

  const specs = await app.vitest(['checks/api'], { FAILSAFE_BASELINE: FILE });
  const report = await app.report();
  expect({ exitCode: specs.exitCode, ...told(report) }, specs.all).toEqual({
    exitCode: 0,
    bad: ['api.status:stock known'],
    problems: [],
    healed: [],
    expired: [],
    changed: [],
  });
  const junit = await app.read('.failsafe/reports/junit.xml');
  expect(junit).toMatch(/name="api\.status:stock"[^>]*>\s*<skipped message="known until/);

  await app.answer({ ...WELL, '/stock': [404, {}] });
  const other = await check(app, '-g', 'api', '--baseline', FILE);
  expect(other).toMatchObject({ exitCode: 1, bad: ['api.status:stock fail'] });
  expect(other.changed).toEqual(['api.status:stock HTTP_STATUS (known: 500; now: 404)']);

  await app.answer({ ...BROKEN, '/health': [404, {}] });
  const worse = await check(app, '-g', 'api', '--baseline', FILE);
  expect(worse).toMatchObject({ exitCode: 1, verdict: 'unhealthy' });
  expect(worse.bad).toEqual(expect.arrayContaining(['api.status:health fail', 'api.status:stock known']));

  await app.answer(WELL);
  await app.write('failsafe.yaml', `${await app.read('failsafe.yaml')}check: { baseline: ${FILE} }\n`);
  const healed = [`api.status:stock ${checks[0].code}`];
  expect(await check(app, '-g', 'api')).toMatchObject({ exitCode: 0, verdict: 'healthy', healed });
  await check(app, '-g', 'api', '--write-baseline');
  expect(JSON.parse(await app.read(FILE)).checks).toEqual([]);
}, 400_000);

test('what nobody could look at is not green by a baseline; a day that is past', async () => {
  await using app = await gateApp();
  await app.answer({ ...WELL, '/cart': [500, {}] });
  const args = ['-g', 'api', '--baseline', FILE];
  const known = await check(app, ...args, '--write-baseline');
  expect(known).toMatchObject({ exitCode: 2, verdict: 'could not check', problems: ['BASELINE_HIDES'] });
  // What is blocked about the same endpoint is the same failure; what needs it is not
  expect(known.bad).toEqual(
    expect.arrayContaining(['api.status:cart known', 'api.body:cart known', 'api.status:stock blocked']),
  );
  const text = await app.read(FILE);
  await app.write(FILE, text.replaceAll(/"expires": "[\d-]+"/g, '"expires": "2020-01-01"'));
  expect(await check(app, ...args)).toMatchObject({
    exitCode: 1,
    expired: [expect.stringContaining('api.status:cart')],
  });
});

test('places in files are known as they are to precommit, and no others', async () => {
  await using app = await gateApp();
  await app.write('app/main.py', 'def f(:\n');
  await app.write(
    'failsafe.yaml',
    `${await app.read('failsafe.yaml')}precommit: { baseline: ${FILE} }\ncheck: { baseline: ${FILE} }\n`,
  );
  const args = ['-g', 'source'];
  expect(await check(app, ...args, '--write-baseline')).toMatchObject({ exitCode: 0 });
  expect(JSON.parse(await app.read(FILE)).entries).toMatchObject([{ rule: 'S01', file: 'app/main.py' }]);
  await app.git('init', '-q');
  await app.git('add', 'app', 'failsafe.yaml');
  expect(await app.failsafe('precommit', '--all')).toMatchObject({ exitCode: 0 });
  await app.write('app/main.py', 'x = 1\n\ndef f(:\n');
  await app.write('app/other.py', 'def g(:\n');
  const more = await check(app, ...args);
  expect(more).toMatchObject({ exitCode: 1, bad: ['source.python-syntax:gate fail'], healed: [] });
  await app.write('app/main.py', 'x = 1\n');
  expect(await check(app, ...args)).toMatchObject({ exitCode: 1, healed: ['S01: 1 of 1 places'] });
});

test('a file that cannot be loaded is told once, and in the reports', async () => {
  await using app = await gateApp();
  await app.write('failsafe.yaml', 'version: 1\nproject: [');
  const { exitCode, stdout, stderr } = await app.failsafe('check', '-o', 'out');
  expect([exitCode, stdout, stderr.match(/CONFIG_SYNTAX/g)?.length]).toEqual([2, '', 1]);
  expect(JSON.parse(await app.read('out/report.json')).problems).toMatchObject([{ code: 'CONFIG_SYNTAX' }]);
});

test('what is named and is not there, or says nothing, is no green', async () => {
  await using app = await gateApp();
  const missing = await app.failsafe('check', '--baseline', 'nosuch.json');
  expect(missing.stdout).toMatch(/BASELINE_MISSING[\s\S]*check --write-baseline --baseline nosuch\.json/);
  expect(missing.exitCode).toBe(2);
  for (const [env, code] of [
    [{ FAILSAFE_BASELINE: 'nosuch.json' }, 'BASELINE_MISSING'],
    [{ FAILSAFE_FAIL_ON: 'warnings' }, 'FAIL_ON_UNKNOWN'],
  ] as const) {
    expect(await app.vitest([], env)).toMatchObject({ exitCode: 2, all: expect.stringContaining(code) });
  }
});
