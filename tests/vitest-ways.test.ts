import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Report } from '../src/model/result.ts';
import { ROOT } from './support/deployment.ts';

const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs');
const own = (file: string) => JSON.stringify(join(ROOT, 'src/vitest', file));
const spec = (level: string) =>
  `import { verifyEach } from ${own('index.ts')};\nverifyEach(${JSON.stringify(level)});\n`;
/** A server that answers `/late` late, and `/slow` never, of which it tells in a file. */
const SERVER = `
const { writeFileSync } = require('node:fs');
require('node:http').createServer(({ url }, answer) => {
  if (url === '/slow') writeFileSync('asked', String(process.pid));
  else setTimeout(() => answer.end('ok'), url === '/late' ? 1500 : 0);
}).listen(process.env.PORT, '127.0.0.1');
`;
const endpoint = (name: string, path: string, tag: string) =>
  `    - { name: ${name}, get: ${path}, tags: [${tag}], timeout: 60s, expect: { status: 200 } }\n`;
const CONFIG = `version: 1
project: small
stack: { runtime: processes, processes: { web: { run: node web.cjs, port: 80 } } }
targets: { web: { service: web, port: 80 } }
api:
  target: web
  endpoints:
${endpoint('home', '/', 'quick')}${endpoint('late', '/late', 'late')}${endpoint('slow', '/slow', 'lasting')}`;

let folder = '';
beforeAll(async () => {
  // In the checkout, where a spec finds Vitest
  await mkdir(join(ROOT, '.failsafe'), { recursive: true });
  folder = await mkdtemp(join(ROOT, '.failsafe/vitest-ways-'));
  const levels = ['containers', 'connectivity', 'api'];
  const files = {
    'failsafe.yaml': CONFIG,
    'web.cjs': SERVER,
    'vitest.config.ts': `import { failsafeConfig } from ${own('config.ts')};\nexport default await failsafeConfig();\n`,
    ...Object.fromEntries(levels.map(level => [`checks/${level}/${level}.spec.ts`, spec(level)])),
  };
  for (const level of levels) await mkdir(join(folder, 'checks', level), { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const vitest = (...args: string[]) =>
  execa(process.execPath, [VITEST, ...args], {
    cwd: folder,
    env: { FAILSAFE_CONFIG: undefined, FAILSAFE_RUNTIME: undefined, NO_COLOR: '1' },
    reject: false,
    stdin: 'ignore',
  });
const report = async (): Promise<Report> =>
  JSON.parse(await readFile(join(folder, '.failsafe/reports/report.json'), 'utf8'));
const verdicts = ({ results }: Report) =>
  Object.fromEntries(results.map(({ id, status }) => [id, status]).sort());

test('the verdicts are the same however Vitest runs the specs', async () => {
  const quick = ['run', '--tags-filter', 'quick or containers or connectivity'];
  const ways: string[][] = [[], ['--isolate', '--maxWorkers=3'], ['--pool=forks']];
  const seen = [];
  for (const way of ways) {
    const { exitCode } = await vitest(...quick, ...way);
    const { problems, ...all } = await report();
    seen.push({ exitCode, problems, verdicts: verdicts({ problems, ...all }) });
  }
  const [first] = seen;
  expect(first).toMatchObject({ exitCode: 0, problems: [], verdicts: { 'api.status:home': 'pass' } });
  expect(seen).toEqual(ways.map(() => first));
});

test('a test that Vitest fails for a hook is red, as well as its check may be', async () => {
  const file = join(folder, 'checks/hook.spec.ts');
  const hook = "import { afterEach } from 'vitest';\nafterEach(() => { throw new Error('not tidy'); });\n";
  await writeFile(file, hook + spec('connectivity'));
  const { exitCode } = await vitest('run', 'hook');
  await rm(file);
  const { results } = await report();
  expect({ exitCode, results }).toMatchObject({
    exitCode: 1,
    results: [
      { code: 'SPEC_FAILED', level: 'connectivity', message: 'not tidy' },
      { code: 'SPEC_FAILED', level: 'connectivity', message: 'not tidy' },
    ],
  });
});

test('a run that ends by its first failure tells of it', async () => {
  await writeFile(join(folder, 'failsafe.yaml'), CONFIG.replaceAll('status: 200', 'status: 500'));
  const { exitCode } = await vitest('run', '--bail=1', '--tags-filter', 'quick or late');
  await writeFile(join(folder, 'failsafe.yaml'), CONFIG);
  expect({ exitCode, verdicts: verdicts(await report()) }).toMatchObject({
    exitCode: 1,
    verdicts: { 'api.status:home': 'fail' },
  });
});

test('why no worker can be started is told', async () => {
  const { exitCode } = await vitest('run', 'api', '--pool=vmThreads');
  const { problems } = await report();
  expect({ exitCode, problems }).toMatchObject({
    exitCode: 2,
    problems: [
      { code: 'UNHANDLED_ERROR', causes: [expect.stringContaining('cannot run with'), expect.any(String)] },
    ],
  });
});

test('tests are listed, with their tags, and nothing is started for it', async () => {
  const { exitCode, stdout, stderr } = await vitest('list', '--tags-filter', 'quick');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout.split('\n')).toContain(
    'checks/api/api.spec.ts > home: The endpoint answers with the right status',
  );
  expect(stdout).not.toMatch(/slow|containers/);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s in the middle of the looks ends them in order, with %i', async (signal, code) => {
  const asked = join(folder, 'asked');
  await rm(asked, { force: true });
  const child = vitest('run');
  await vi.waitUntil(() => existsSync(asked), { timeout: 30_000 });
  const pid = Number(await readFile(asked, 'utf8'));
  child.kill(signal);
  const { exitCode, stdout, stderr } = await child;
  expect({ exitCode, stdout, stderr }).toMatchObject({
    exitCode: code,
    stdout: expect.stringContaining('STOPPED'),
    stderr: expect.stringContaining('stopping and cleaning up'),
  });
  expect(await report()).toMatchObject({
    verdict: 'could not check',
    results: [],
    problems: [{ code: 'STOPPED' }],
  });
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});
