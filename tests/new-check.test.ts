import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execaNode } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Report } from '../src/model/result.ts';
import { ROOT } from './support/deployment.ts';

let folder = '';
beforeAll(async () => {
  await mkdir(join(ROOT, '.failsafe'), { recursive: true });
  folder = await mkdtemp(join(ROOT, '.failsafe/new-check-'));
  await cp(join(ROOT, 'examples/own-checks'), folder, { recursive: true });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const failsafe = (...args: string[]) =>
  execaNode(join(ROOT, 'bin/failsafe.js'), args, {
    cwd: folder,
    env: { FAILSAFE_CONFIG: undefined, FAILSAFE_RUNTIME: undefined },
    reject: false,
  });
const yaml = () => readFile(join(folder, 'failsafe.yaml'), 'utf8');

async function verdict(): Promise<string | undefined> {
  const { stdout } = await failsafe('check', '--json', '--grep', 'realtime');
  const { results } = JSON.parse(stdout) as Report;
  return results.find(({ id }) => id === 'letter.front:worker')?.code;
}

test('a new check is entered, runs, and is green or red by what it looks at', async () => {
  const before = await yaml();
  const shown = await failsafe('new', 'check', 'letter.front', '--dry-run');
  expect(shown.stdout).toContain('+++ failsafe/letter-front.test.ts');
  expect(await yaml()).toBe(before);
  expect(await readdir(join(folder, 'failsafe'))).not.toContain('letter-front.ts');

  const { exitCode, stderr } = await failsafe('new', 'check', 'letter.front', '--level', 'realtime');
  expect([exitCode, stderr]).toEqual([0, '']);
  const after = await yaml();
  for (const line of before.split('\n').filter(text => !text.startsWith('extensions')))
    expect(after).toContain(line);

  expect(await verdict()).toBe('LETTER_FRONT_REFUSED');
  await writeFile(join(folder, 'failsafe.yaml'), `${after.trimEnd()}\n    with: { path: /health }\n`);
  expect(await verdict()).toBe('OK');
});

test('its test is green, and red when the check is broken', async () => {
  const module = join(folder, 'failsafe/letter-front.ts');
  const source = await readFile(module, 'utf8');
  const linked = source.replace("'failsafe/extend'", `'${join(ROOT, 'src/extend/index.ts')}'`);
  const run = async (text: string) => {
    await writeFile(module, text);
    const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
    const args = ['run', '--root', folder, 'letter-front'];
    return (await execaNode(vitest, args, { cwd: folder, reject: false })).exitCode;
  };
  expect(await run(linked)).toBe(0);
  expect(await run(linked.replace('status >= 400', 'status >= 600'))).toBe(1);
});

test('nothing that is there is overwritten', async () => {
  const before = await yaml();
  const again = await failsafe('new', 'check', 'letter.front');
  expect([again.exitCode, await yaml()]).toEqual([2, before]);
  expect(again.stderr).toContain('NEW_EXISTS');
});

test('what cannot be a check is refused', async () => {
  expect((await failsafe('new', 'check', 'api.more')).stderr).toContain('NEW_NAME_INVALID');
  expect((await failsafe('new', 'check', 'a.b', '--target', 'nobody')).stderr).toContain('NEW_NEEDS_TARGET');
});
