import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from './support/deployment.ts';
import { gateApp, WELL } from './support/gate-app.ts';
import { actionFlaws, workflowFlaws } from './support/github-workflow.ts';
import { gitlabJobs } from './support/gitlab-pipeline.ts';

const read = (name: string) => readFile(join(ROOT, name), 'utf8');
const ACTION = await read('action.yml');
const GITHUB = await read('templates/github-check.yml');
const GITLAB = await read('templates/gitlab-check.yml');
const DOC = await read('docs/ci.md');

interface Step {
  readonly id?: string;
  readonly run?: string;
  readonly env?: Record<string, string>;
}

/** The step that checks, with the inputs that somebody gives and the defaults of the others. */
function checkStep(given: Record<string, string>): { run: string; env: Record<string, string> } {
  const { inputs, runs } = parse(ACTION) as {
    inputs: Record<string, { default: string }>;
    runs: { steps: Step[] };
  };
  const { run = '', env = {} } = runs.steps.find(({ id }) => id === 'check') ?? {};
  const filled = Object.entries(env).map(([name, value]) => {
    const input = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(value)?.[1] ?? '';
    return [name, given[input] ?? inputs[input]?.default ?? ''];
  });
  return { run, env: Object.fromEntries(filled) };
}

test('GitHub accepts the action and the workflow, and would not if they were wrong', () => {
  expect(actionFlaws(ACTION)).toEqual([]);
  expect(actionFlaws(ACTION.replace('shell: bash', 'shall: bash'))).not.toEqual([]);
  expect(workflowFlaws(GITHUB)).toEqual([]);
  expect(workflowFlaws(GITHUB.replace('timeout-minutes', 'timeout-hours'))).not.toEqual([]);
  const { uses, with: given } = parse(GITHUB).jobs.check.steps.at(-1);
  expect(uses).toBe('./node_modules/failsafe');
  for (const name of Object.keys(given)) expect(parse(ACTION).inputs).toHaveProperty([name]);
});

test('GitLab accepts the pipeline, and would not if it were wrong', async () => {
  expect(await gitlabJobs(GITLAB)).toMatchObject({ exitCode: 0, all: expect.stringContaining('failsafe') });
  expect((await gitlabJobs(GITLAB.replace('when: always', 'when: sometimes'))).exitCode).not.toBe(0);
});

test('every input of the action, and every pipeline of the page, is as it says', async () => {
  for (const [name, { description }] of Object.entries<{ description: string }>(parse(ACTION).inputs)) {
    expect(description).not.toBe('');
    expect(DOC).toContain(`\`${name}\``);
  }
  const blocks = [...DOC.matchAll(/^```yaml[^\n]*\n# (\S+)\n([\s\S]*?)^```$/gm)];
  const of = (kind: string) =>
    blocks.filter(([, file]) => file?.includes(kind)).map(([, , text = '']) => text);
  expect(of('.github/workflows').length).toBeGreaterThan(1);
  for (const text of of('.github/workflows')) expect(workflowFlaws(text)).toEqual([]);
  expect(of('.gitlab-ci.yml').length).toBeGreaterThan(0);
  for (const text of of('.gitlab-ci.yml')) expect((await gitlabJobs(text)).exitCode, text).toBe(0);
});

test('its step and the script of GitLab check a deployment, with summary, annotations, reports, verdict and exit code', async () => {
  await using app = await gateApp();
  await app.answer({ ...WELL, '/stock': [500, {}] });
  const files = {
    GITHUB_OUTPUT: join(app.folder, 'output'),
    GITHUB_STEP_SUMMARY: join(app.folder, 'summary'),
  };
  const { run, env } = checkStep({
    runtime: 'processes',
    grep: 'api or connectivity',
    reports: 'my reports',
  });
  const red = await app.bash(run, { ...env, ...files, GITHUB_ACTIONS: 'true' });
  expect(red).toMatchObject({
    exitCode: 1,
    all: expect.stringMatching(/::error file=failsafe\.yaml,line=\d+/),
  });
  expect(await app.read('summary')).toMatch(/## gate: UNHEALTHY/);
  expect(await app.read('output')).toBe(`verdict=unhealthy\nreports=${app.folder}/my reports\n`);
  expect(JSON.parse(await app.read('my reports/report.sarif')).version).toBe('2.1.0');

  const wrong = checkStep({ config: 'nosuch.yaml' });
  expect(await app.bash(wrong.run, { ...wrong.env, ...files })).toMatchObject({ exitCode: 2 });
  expect(await app.read('output')).toContain('verdict=could not check');

  await app.answer(WELL);
  const script: string[] = parse(GITLAB).failsafe.script;
  expect(await app.bash(script.join('\n'), { FAILSAFE_RUNTIME: 'processes' })).toMatchObject({ exitCode: 0 });
  expect(await app.read('failsafe-reports/junit.xml')).toContain('<testsuite');
  expect(JSON.parse(await app.read('failsafe-reports/code-quality.json'))).toEqual(expect.any(Array));
}, 400_000);
