import { expect, test } from 'vitest';
import type { Report } from '../src/model/result.ts';
import { type GateApp, gateApp } from './support/gate-app.ts';
import { LONG } from './support/long-test.ts';

/** Nobody listens there: what asks it is blocked by a check of another level, and so of another shard. */
const DEAD = `    - { name: dead, get: '/', target: dead, expect: { status: 200 } }
`;

async function withDead(): Promise<GateApp> {
  const app = await gateApp();
  const text = await app.read('failsafe.yaml');
  const targets = "targets: { dead: { url: 'http://127.0.0.1:1' }, web: { service: web, port: 80 } }";
  await app.write(
    'failsafe.yaml',
    text.replace(/^targets: .*$/m, targets).replace('source:', `${DEAD}source:`),
  );
  return app;
}

/** What must be the same, however many shards looked. */
const told = ({ project, runtime, filter, results, prerequisites, problems }: Report) => ({
  project,
  runtime,
  filter,
  results: results.map(({ id, status, code, rootBlocker }) => ({ id, status, code, rootBlocker })),
  prerequisites: prerequisites.map(({ id }) => id),
  problems,
});

async function compared(
  app: GateApp,
  shards: number,
  specs: readonly string[],
  args: readonly string[] = [],
) {
  const whole = await app.vitest([...specs, ...args]);
  const expected = told(await app.report());
  for (let index = 1; index <= shards; index++) {
    const shard = await app.vitest([...specs, ...args, `--shard=${index}/${shards}`, '--reporter=blob'], {
      GITHUB_ACTIONS: 'true',
    });
    // Whoever merges tells GitHub of it
    expect(shard.all).not.toContain('::error');
    expect((await app.report()).filter).toContain(`shard ${index}/${shards}`);
  }
  const merged = await app.vitest(['--merge-reports'], { GITHUB_ACTIONS: 'true' });
  const report = await app.report();
  expect({ exitCode: merged.exitCode, ...told(report) }, merged.all).toEqual({
    exitCode: whole.exitCode,
    ...expected,
  });
  expect(Date.parse(report.startedAt)).toBeGreaterThan(0);
  for (const file of ['junit.xml', 'report.html'])
    expect(await app.read(`.failsafe/reports/${file}`)).toContain('connectivity.');
  return { report, all: merged.all };
}

test('shards that are merged give the report of one run: what one found is the root of what another could not look at', async () => {
  await using app = await withDead();
  const { report, all } = await compared(app, 2, ['checks/connectivity', 'checks/api']);
  const blocked = report.results.filter(({ status }) => status === 'blocked');
  expect(blocked.map(({ level }) => level)).toContain('api');
  expect(blocked.every(({ rootBlocker }) => rootBlocker?.startsWith('connectivity.'))).toBe(true);
  expect(all).toMatch(/UNHEALTHY: 1 root cause/);
  expect(all).toMatch(/::error file=failsafe\.yaml,line=\d+/);
}, 400_000);

test.skipIf(!LONG)(
  'all levels, by tags, healthy',
  async () => {
    await using app = await gateApp();
    const { all } = await compared(app, 4, [], ['--grep', 'not smoke']);
    expect(all).toContain('HEALTHY');
  },
  400_000,
);
