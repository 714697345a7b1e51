import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execaNode } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Report } from '../src/model/result.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SOURCES: Record<string, string> = {
  "'failsafe/config'": `'${join(ROOT, 'src/vitest/config.ts')}'`,
  "'failsafe'": `'${join(ROOT, 'src/vitest/index.ts')}'`,
};

let folder = '';

/** The example, with the sources of this checkout in place of the package. */
beforeAll(async () => {
  await mkdir(join(ROOT, '.failsafe'), { recursive: true });
  folder = await mkdtemp(join(ROOT, '.failsafe/own-specs-'));
  await cp(join(ROOT, 'examples/own-specs'), folder, { recursive: true });
  const files = (await readdir(folder, { recursive: true })).filter(name => name.endsWith('.ts'));
  for (const file of files) {
    const text = await readFile(join(folder, file), 'utf8');
    const linked = Object.entries(SOURCES).reduce((now, [name, path]) => now.replace(name, path), text);
    await writeFile(join(folder, file), linked);
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function check(env: Record<string, string> = {}): Promise<{ exitCode?: number; report: Report }> {
  const { exitCode } = await execaNode(join(ROOT, 'node_modules/vitest/vitest.mjs'), ['run'], {
    cwd: folder,
    env: { FAILSAFE_CONFIG: undefined, FAILSAFE_RUNTIME: undefined, ...env },
    reject: false,
  });
  const text = await readFile(join(folder, '.failsafe/reports/report.json'), 'utf8');
  return { exitCode, report: JSON.parse(text) };
}

const find = ({ results }: Report, title: string) => results.find(({ id }) => id.includes(title));

test('specs of one’s own stand beside the checks of failsafe.yaml, in one report', async () => {
  const { exitCode, report } = await check();
  expect(report.problems).toEqual([]);
  expect(report.results.filter(({ status }) => status === 'fail')).toEqual([]);
  expect(find(report, 'every order has a price')).toMatchObject({ status: 'pass', tags: ['api'] });
  expect(find(report, 'the database is in UTC')).toMatchObject({ status: 'pass' });
  expect(find(report, 'containers.running:api')).toMatchObject({ status: 'pass' });
  expect(exitCode).toBe(0);
});

test('what is broken is told with its cause, what stands on it is blocked', async () => {
  const yaml = await readFile(join(folder, 'failsafe.yaml'), 'utf8');
  const broken = yaml
    .replace('env: { DATABASE_URL:', "env: { BROKEN: '1', DATABASE_URL:")
    .replace('user: postgres, password', 'user: nobody, password');
  await writeFile(join(folder, 'failsafe.yaml'), broken);
  const leak =
    "import { test } from 'vitest';\ntest('tells', () => { throw new Error('only-for-this-example'); });\n";
  await writeFile(join(folder, 'checks/leak.spec.ts'), leak);
  const { exitCode, report } = await check();
  const price = find(report, 'every order has a price');
  expect(price).toMatchObject({ status: 'fail', code: 'SPEC_FAILED' });
  expect(price?.message).toMatch(/\$\.orders\[\*\]\.price/);
  expect(find(report, 'the database is in UTC')).toMatchObject({
    status: 'blocked',
    rootBlocker: 'database.connect:db',
  });
  expect(find(report, 'tells')?.status).toBe('fail');
  expect(JSON.stringify(report)).not.toContain('only-for-this-example');
  expect(exitCode).toBe(1);
});
