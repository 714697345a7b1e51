import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execaNode } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../src/config/load.ts';
import { createRedactor } from '../src/config/redact.ts';
import { checksOf } from '../src/engine/extensions/checks-of.ts';
import { loadProbe } from '../src/engine/load-probe.generated.ts';
import { createPlan } from '../src/engine/plan.ts';
import { createRun } from '../src/engine/run.ts';
import { withoutStack } from '../src/engine/without-stack.ts';
import { ProblemError } from '../src/model/problem.ts';
import type { CheckResult, Report } from '../src/model/result.ts';
import { openChannels } from '../src/monitor/channels/channels.ts';
import type { Notice } from '../src/monitor/machine/state.ts';
import { ROOT } from './support/deployment.ts';

const BIN = join(ROOT, 'bin/failsafe.js');
const HEAD = `version: 1
project: small
stack: { runtime: processes, processes: { web: { run: node web.js, port: 80 } } }
targets: { web: { service: web, port: 80 } }
`;
const SERVER = `require('node:http').createServer((_, answer) => answer.end('ok')).listen(process.env.PORT, '127.0.0.1');`;
/** A module with one check, whose probe or judgement is what a test wants of it. */
const moduleWith = ({ observe = '() => ({ n: 1 })', evaluate = "() => pass('well')", more = '' } = {}) => `
import { defineCheck, defineProbe, fail, pass, ProbeError } from 'failsafe/extend';
export default defineCheck({
  id: 'small.one', level: 'api', title: 'It is small', why: 'a test',
  codes: { TOO_LARGE: { title: 'Large', cause: 'It grew.', fix: 'Shrink it.' } },
  ${more}
  probe: defineProbe({ observe: ${observe} }),
  evaluate: ${evaluate},
});
`;
const CUSTOM = 'extensions: [./own.mjs]\ncustom:\n  - check: small.one\n    target: web\n';

const folders: string[] = [];
afterAll(() => Promise.all(folders.map(folder => rm(folder, { recursive: true, force: true }))));

async function project(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'failsafe-own-'));
  folders.push(folder);
  await writeFile(join(folder, 'web.js'), SERVER);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

async function failsafe(folder: string, ...args: string[]) {
  const env = { FAILSAFE_CONFIG: undefined, FAILSAFE_RUNTIME: undefined, NO_COLOR: '1' };
  return execaNode(BIN, args, { cwd: folder, env, reject: false });
}

const load = async (folder: string) => {
  const loaded = await loadConfig({ cwd: folder, environment: {} });
  return { loaded, plan: createPlan(loaded, await checksOf(loaded)) };
};

/** What the engine says of the check of a module that looks at nothing but itself. */
async function verdictOn(source: string, more = '', files = {}): Promise<CheckResult> {
  const yaml = `${HEAD}extensions: [./own.mjs]\ncustom:\n  - check: small.one\n    timeout: 400ms\n${more}`;
  const { loaded, plan } = await load(await project({ 'failsafe.yaml': yaml, 'own.mjs': source, ...files }));
  const stack = withoutStack('processes', 'small');
  const redact = createRedactor(loaded.secrets);
  const run = createRun({ plan, stack, loadProbe, signal: new AbortController().signal, redact });
  return run.result('small.one:small');
}

describe('a module of one’s own', () => {
  let example = '';
  beforeAll(async () => {
    // In the checkout, where a spec finds Vitest
    await mkdir(join(ROOT, '.failsafe'), { recursive: true });
    example = await mkdtemp(join(ROOT, '.failsafe/own-checks-'));
    folders.push(example);
    await cp(join(ROOT, 'examples/own-checks'), example, { recursive: true });
    const at = (file: string) => JSON.stringify(join(ROOT, 'src/vitest', file));
    const config = `import { failsafeConfig } from ${at('config.ts')};\nexport default await failsafeConfig(['all.spec.ts']);\n`;
    await writeFile(join(example, 'vitest.config.ts'), config);
    await writeFile(
      join(example, 'all.spec.ts'),
      `import { verifyAll } from ${at('index.ts')};\nverifyAll();\n`,
    );
  });

  const find = (report: Report) => report.results.find(({ id }) => id === 'queue.depth:letters');

  test('is like the others for `failsafe check`, green and red', async () => {
    const green = await failsafe(example, 'check', '--grep', 'smoke', '--json');
    expect(find(JSON.parse(green.stdout))).toMatchObject({
      status: 'pass',
      level: 'system',
      tags: ['system', 'smoke'],
      message: '3 letters wait',
    });
    expect(green.exitCode).toBe(0);
    const red = await execaNode(BIN, ['check', '--json'], {
      cwd: example,
      env: { WAITING: '500' },
      reject: false,
    });
    expect(find(JSON.parse(red.stdout))).toMatchObject({
      status: 'fail',
      code: 'QUEUE_TOO_LONG',
      expected: 'fewer than 100',
      fixes: [{ text: 'Read the log of the worker, and start another one.' }],
    });
    expect(red.exitCode).toBe(1);
  });

  test('is like the others for Vitest', async () => {
    const { exitCode } = await execaNode(join(ROOT, 'node_modules/vitest/vitest.mjs'), ['run'], {
      cwd: example,
      env: { WAITING: '500', FAILSAFE_CONFIG: undefined, FAILSAFE_RUNTIME: undefined },
      reject: false,
    });
    const report = JSON.parse(await readFile(join(example, '.failsafe/reports/report.json'), 'utf8'));
    expect(find(report)).toMatchObject({ status: 'fail', code: 'QUEUE_TOO_LONG', tags: ['system', 'smoke'] });
    expect(exitCode).toBe(1);
  });

  test.each([
    ['an error', "setTimeout(() => { throw new Error('too late') })"],
    ['a promise', "void Promise.reject(new Error('too late'))"],
  ])('that lets %s escape fails the run, whose report is whole', async (_, late) => {
    const file = join(example, 'failsafe/queue.ts');
    const own = await readFile(file, 'utf8');
    await writeFile(file, own.replace('signal }) {', `signal }) {\n${late};`));
    const { exitCode } = await execaNode(join(ROOT, 'node_modules/vitest/vitest.mjs'), ['run'], {
      cwd: example,
      env: { FAILSAFE_CONFIG: undefined, FAILSAFE_RUNTIME: undefined },
      reject: false,
    });
    await writeFile(file, own);
    const report = JSON.parse(await readFile(join(example, '.failsafe/reports/report.json'), 'utf8'));
    expect(report.problems).toMatchObject([
      { code: 'UNHANDLED_ERROR', message: expect.stringContaining('too late') },
    ]);
    expect(find(report)).toMatchObject({ status: 'pass' });
    expect(exitCode).not.toBe(0);
  });

  test('is blocked by what it needs', async () => {
    const yaml = await readFile(join(example, 'failsafe.yaml'), 'utf8');
    await writeFile(join(example, 'broken.yaml'), yaml.replace('$.status: ok', '$.status: splendid'));
    const { stdout } = await failsafe(example, 'check', '--json', '-c', 'broken.yaml');
    expect(find(JSON.parse(stdout))).toMatchObject({ status: 'blocked', rootBlocker: 'api.body:health' });
  });

  test('is explained', async () => {
    const { stdout } = await failsafe(example, 'explain', 'queue_too_long');
    expect(stdout).toContain('The worker is stuck on one letter');
    expect((await failsafe(example, 'explain', 'queue.depht')).stderr).toContain('"queue.depth"');
  });
});

describe('what is no verdict is an error, and never green', () => {
  test.each([
    ['a probe that throws', { observe: "() => { throw new Error('oops') }" }, 'error', 'PROBE_THREW'],
    ['a probe that sees nothing', { observe: '() => undefined' }, 'error', 'PROBE_THREW'],
    ['a probe that hangs', { observe: '() => new Promise(() => {})' }, 'error', 'PROBE_HANGS'],
    [
      'a probe whose target does not answer',
      {
        observe:
          "(_, { signal }) => new Promise((_, no) => signal.addEventListener('abort', () => no(signal.reason)))",
      },
      'fail',
      'TIMEOUT',
    ],
    [
      'evidence against the target',
      { observe: "() => { throw new ProbeError('target', 'TOO_LARGE', 'it is large') }" },
      'fail',
      'TOO_LARGE',
    ],
    ['a promise', { evaluate: "async () => pass('well')" }, 'error', 'VERDICT_INVALID'],
    ['nothing', { evaluate: '() => undefined' }, 'error', 'VERDICT_INVALID'],
    ['an unknown code', { evaluate: "() => fail('HUGE', 'it is huge')" }, 'error', 'VERDICT_INVALID'],
    [
      'an unknown status',
      { evaluate: "() => ({ ...pass('well'), status: 'green' })" },
      'error',
      'VERDICT_INVALID',
    ],
  ])('%s', async (_, source, status, code) => {
    expect(await verdictOn(moduleWith(source))).toMatchObject({ status, code });
  });

  test('its secrets are in no result', async () => {
    const source = moduleWith({
      observe: '({ secrets }, { keepSecret }) => { keepSecret("issued-value"); return secrets.key.reveal() }',
      evaluate: 'seen => fail("TOO_LARGE", seen + " and issued-value")',
    });
    const more = '    secrets: { key: { file: key.txt } }\n';
    const result = await verdictOn(source, more, { 'key.txt': 'very-secret-value\n' });
    expect(result.message).toBe('[redacted] and [redacted]');
  });
});

describe('what is wrong with a module is told at its place', () => {
  const PARAMETERS =
    "parameters: { type: 'object', properties: { below: { type: 'integer' } }, required: ['below'], additionalProperties: false },";

  async function problems(folder: string) {
    const error: unknown = await load(folder).catch((thrown: unknown) => thrown);
    if (!(error instanceof ProblemError)) throw new Error(`no problem was told: ${error}`);
    return error.problems.map(({ code, message, at, fix }) => ({ code, message, line: at?.line, fix }));
  }

  test.each([
    ['it throws', CUSTOM, "throw new Error('no luck');", 'CONFIG_EXTENSION', 5],
    ['it does not parse', CUSTOM, 'export default {', 'CONFIG_EXTENSION', 5],
    ['it exports nothing', CUSTOM, 'export const check = 1;', 'CONFIG_EXTENSION', 5],
    ['it imports what is for specs', CUSTOM, "import { test } from 'failsafe';", 'CONFIG_EXTENSION', 5],
    [
      'its check has the name of a level',
      CUSTOM,
      moduleWith().replace("'small.one'", "'api.one'"),
      'CONFIG_EXTENSION',
      5,
    ],
    ['its check lacks a part', CUSTOM, moduleWith().replace("why: 'a test',", ''), 'CONFIG_EXTENSION', 5],
    [
      'its schema is none',
      CUSTOM,
      moduleWith({ more: "parameters: { type: 'objekt' }," }),
      'CONFIG_JSON_SCHEMA',
      5,
    ],
    ['nothing applies it', 'extensions: [./own.mjs]\n', moduleWith(), 'CONFIG_VACUOUS', 5],
    ['a parameter is missing', CUSTOM, moduleWith({ more: PARAMETERS }), 'CONFIG_MISSING_KEY', 7],
    [
      'a parameter is misspelt',
      `${CUSTOM}    with: { bellow: 3 }\n`,
      moduleWith({ more: PARAMETERS }),
      'CONFIG_UNKNOWN_KEY',
      9,
    ],
    [
      'a parameter is of another type',
      `${CUSTOM}    with:\n      below: many\n`,
      moduleWith({ more: PARAMETERS }),
      'CONFIG_INVALID_VALUE',
      10,
    ],
    [
      'parameters that it does not take',
      `${CUSTOM}    with: { below: 3 }\n`,
      moduleWith(),
      'CONFIG_UNKNOWN_KEY',
      9,
    ],
    [
      'its check is misspelt',
      CUSTOM.replace('small.one', 'smal.one'),
      moduleWith(),
      'CONFIG_UNKNOWN_REFERENCE',
      7,
    ],
    ['the target is unknown', CUSTOM.replace('web', 'wob'), moduleWith(), 'CONFIG_UNKNOWN_REFERENCE', 8],
    ['a need is unknown', `${CUSTOM}    needs: [nobody]\n`, moduleWith(), 'CONFIG_UNKNOWN_REFERENCE', 9],
    [
      'two applications have one id',
      `${CUSTOM}  - check: small.one\n    target: web\n`,
      moduleWith(),
      'CONFIG_DUPLICATE_NAME',
      9,
    ],
    ['it is not there', CUSTOM.replace('own.mjs', 'away.mjs'), moduleWith(), 'CONFIG_EXTENSION', 5],
    ['it lies outside', CUSTOM.replace('./own.mjs', '../own.mjs'), moduleWith(), 'CONFIG_EXTENSION', 5],
  ])('%s', async (_, yaml, source, code, line) => {
    const found = await problems(await project({ 'failsafe.yaml': HEAD + yaml, 'own.mjs': source }));
    expect(found).toContainEqual(expect.objectContaining({ code, line, fix: expect.any(String) }));
  });

  test.each(['a path', 'a link'])('%s that leads out of the project is refused', async kind => {
    const away = join(await project({ 'own.mjs': moduleWith() }), 'own.mjs');
    const named = kind === 'a path' ? away : './own.mjs';
    const folder = await project({ 'failsafe.yaml': HEAD + CUSTOM.replace('./own.mjs', named) });
    if (kind === 'a link') await symlink(away, join(folder, 'own.mjs'));
    const [problem] = await problems(folder);
    expect(problem).toMatchObject({ code: 'CONFIG_EXTENSION', line: 5 });
    expect(problem?.message).toContain('lies outside of the folder of failsafe.yaml');
  });
});

describe('a channel of one’s own', () => {
  const CHANNEL = `
import { defineChannel } from 'failsafe/extend';
import { writeFile } from 'node:fs/promises';
export default defineChannel({
  id: 'small.file',
  parameters: { type: 'object', properties: { to: { type: 'string' }, hangs: { type: 'boolean' } }, required: ['to'] },
  send: async ({ id }, { parameters, secrets }) =>
    parameters.hangs ? new Promise(() => {}) : writeFile(parameters.to, id + ' ' + secrets.key.reveal()),
});
`;
  const NOTICE = { id: 'n1', alerts: [] } as unknown as Notice;
  const using = (parameters: object) =>
    `${HEAD}extensions: [./own.mjs]\nmonitor: { channels: { own: { custom: small.file, with: ${JSON.stringify(parameters)}, secrets: { key: { file: key.txt } } } } }\n`;
  const open = async (parameters: object) => {
    const files = { 'own.mjs': CHANNEL, 'key.txt': 'the-key\n', 'failsafe.yaml': using(parameters) };
    return (await openChannels((await load(await project(files))).loaded)).own;
  };

  test('is told, with what failsafe.yaml says', async () => {
    const to = join(await project({}), 'told.txt');
    await (await open({ to }))?.(NOTICE, new AbortController().signal);
    expect(await readFile(to, 'utf8')).toBe('n1 the-key');
  });

  test('that does not end is left behind, and told again', async () => {
    const told = (await open({ to: 'x', hangs: true }))?.(NOTICE, AbortSignal.timeout(50));
    await expect(told).rejects.toThrow('did not end in time');
  });

  test('with wrong parameters is a problem at its line', async () => {
    const error: unknown = await open({}).catch((thrown: unknown) => thrown);
    expect((error as ProblemError).problems).toMatchObject([{ code: 'CONFIG_MISSING_KEY', at: { line: 6 } }]);
  });
});
