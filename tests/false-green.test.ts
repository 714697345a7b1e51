import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { apiCorpus } from '../fixtures/false-green/api.ts';
import { provenElsewhere } from '../fixtures/false-green/elsewhere.ts';
import { fallbackCorpus } from '../fixtures/false-green/fallback.ts';
import type { FalseGreen } from '../fixtures/false-green/false-green.ts';
import { problemsOf } from '../src/config/testing/problems-of.ts';
import { freePort, webTarget } from '../src/probes/testing.ts';
import { ROOT } from './support/deployment.ts';
import { levelAlone, rootCodes } from './support/level-alone.ts';
import { loadedWith } from './support/small-plan.ts';
import { serveApp } from './support/web-app.ts';

const fixtures = (folder: string, ending: string) =>
  readdirSync(join(ROOT, 'fixtures', folder)).filter(name => name.endsWith(ending));

const configs = fixtures('broken-configs', '.yaml');
const hostile = fixtures('hostile-servers', '.ts');
const servers = [...apiCorpus, ...fallbackCorpus];
const SPECS = [
  ['a spec that cannot be imported', 'import', 'SPEC_IMPORT_FAILED'],
  ['a hook that throws', 'hook', 'SPEC_HOOK_FAILED'],
] as const;

const findings = async ({ level, declared }: Pick<FalseGreen, 'level' | 'declared'>, port: number) =>
  rootCodes(
    await levelAlone(level, {
      ...loadedWith(),
      config: { version: 1, project: 'small', ...declared },
      webTargets: { web: webTarget(port) },
    }),
  );

test('the corpus: how many cases there are', () => {
  const counts = {
    configs: configs.length,
    servers: servers.length + 1,
    specs: SPECS.length,
    elsewhere: provenElsewhere.length,
    hostile: hostile.length,
  };
  console.log(`false-green corpus: ${JSON.stringify(counts)}`);
  expect(counts.configs + counts.servers + counts.specs).toBeGreaterThanOrEqual(110);
  expect(counts.hostile).toBeGreaterThanOrEqual(40);
});

describe('a config that asserts less than it seems to is a load error', () => {
  // What exactly is wrong, and where, is the matter of src/config/broken-configs.test.ts.
  test.each(configs)('%s', async file => {
    const environment = { POSTGRES_PASSWORD: 'a-password', EMPTY: '' };
    const problems = await problemsOf({ file, cwd: join(ROOT, 'fixtures/broken-configs'), environment });
    expect(problems).not.toEqual([]);
  });
});

describe('a server that seems well is red', () => {
  test.each(servers)('$level: $title', async one => {
    await using app = await serveApp(one.files);
    expect(await findings(one, (app.target.endpoint as { port: number }).port)).toEqual(one.codes);
  });

  test('nothing listens, and only the time is declared', async () => {
    const endpoints = [{ name: 'users', get: '/users', expect: { latency: { fail: 60_000 } } }];
    const declared = { api: { target: 'web', endpoints } };
    expect(await findings({ level: 'api', declared }, await freePort())).toEqual(['ECONNREFUSED']);
  });
});

describe('a run that verified less than it seems to could not check', () => {
  test.each(SPECS)('%s', async (_, folder, code) => {
    const root = join(ROOT, 'fixtures/broken-specs');
    const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
    const args = ['run', '--root', root, '--config', join(root, 'vitest.config.ts'), `${folder}/`];
    const { exitCode, stdout } = await execa('node', [vitest, ...args], { reject: false, stdin: 'ignore' });
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 2, stdout: expect.stringContaining(code) });
  });
});

test.each(provenElsewhere)('%s: proven by %s', (_, file, text) => {
  expect(readFileSync(join(ROOT, file), 'utf8')).toContain(text);
});
