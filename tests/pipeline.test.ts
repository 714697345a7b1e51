import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from './support/deployment.ts';
import { smallDocumentApp } from './support/document-app.ts';
import { engine } from './support/engine.ts';
import { workflowFlaws } from './support/github-workflow.ts';
import { gitlabJobs } from './support/gitlab-pipeline.ts';
import { LONG } from './support/long-test.ts';
import { createRepository } from './support/repository.ts';

const docker = await engine();
const template = (name: string) => readFile(join(ROOT, 'templates', name), 'utf8');
const GITHUB = await template('github-actions.yml');
const GITLAB = await template('gitlab-ci.yml');

/** The commands of both templates, without those that make the machine ready. */
const commands = [
  ...parse(GITHUB).jobs.pipeline.steps.flatMap(({ run }: { run?: string }) => run ?? []),
  ...parse(GITLAB).failsafe.script,
  ...parse(GITLAB).failsafe.after_script,
].filter(line => line.includes('failsafe'));

test('GitHub accepts the workflow, and would not if it were wrong', () => {
  expect(workflowFlaws(GITHUB)).toEqual([]);
  expect(workflowFlaws(GITHUB.replace('runs-on:', 'runs-of:'))).not.toEqual([]);
});

test('GitLab accepts the pipeline, and would not if it were wrong', async () => {
  const good = await gitlabJobs(GITLAB);
  expect(good.exitCode, good.all).toBe(0);
  expect(good.all).toContain('failsafe');
  expect((await gitlabJobs(GITLAB.replace('when: always', 'when: sometimes'))).all).toMatch(
    /sometimes|allowed/,
  );
});

test('a file that is not fit ends the pipeline at its first stage', async () => {
  await using repository = await createRepository();
  await repository.write('docker-compose.yml', 'services: { web: { image: debian:bookworm-slim } }\n');
  await repository.write(
    'failsafe.yaml',
    'version: 1\nproject: shop\nstack: { compose: docker-compose.yml }\n',
  );
  await repository.write('broken.py', 'def f(:\n');
  await repository.git('add', '.');
  const plan = await repository.failsafe('pipeline', '--dry-run', '--to', 'validate', '--json');
  expect(JSON.parse(plan.stdout).plan).toEqual([
    expect.objectContaining({ id: 'validate', acts: ['failsafe precommit --all'] }),
  ]);
  const { exitCode, stdout, stderr } = await repository.failsafe('pipeline', '--json');
  const { stages, problems } = JSON.parse(stdout);
  expect({ exitCode, codes: problems.map(({ code }: { code: string }) => code) }, stderr).toEqual({
    exitCode: 1,
    codes: ['COMMIT_REFUSED'],
  });
  expect(stages.map(({ id, status }: { id: string; status: string }) => `${id} ${status}`)).toEqual([
    'validate failed',
    'setup skipped',
    'test skipped',
    'verify skipped',
    'monitor skipped',
  ]);
  expect(stderr).toMatch(/✗ 1\. pre-commit validation[\s\S]*- 5\. continuous monitoring/);
});

describe.runIf(docker.available && LONG)('on a deployment', () => {
  test('all stages, and again while the monitor runs', async () => {
    await using app = await smallDocumentApp();
    const first = await app.run('npx --no-install failsafe pipeline');
    expect(first, first.text).toMatchObject({ exitCode: 0 });
    expect(first.text).toMatch(/✓ 1\.[^\n]*\n.*✓ 2\.[^\n]*\n.*- 3\.[^\n]*\n.*✓ 4\.[^\n]*\n.*✓ 5\./);
    const again = await app.run('npx --no-install failsafe pipeline --from verify');
    expect(again).toMatchObject({ exitCode: 0, text: expect.stringMatching(/process \d+ does already/) });
  }, 300_000);

  test('the commands of the templates', async () => {
    await using app = await smallDocumentApp();
    expect(commands.length).toBeGreaterThan(4);
    for (const command of commands) {
      const { exitCode, text } = await app.run(command);
      expect({ command, exitCode, text }).toEqual({ command, exitCode: 0, text });
    }
    expect(await readFile(join(app.folder, 'failsafe-reports/junit.xml'), 'utf8')).toContain('<testsuite');
  }, 300_000);
});
