import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ProcessService } from '../../config/schema/stack.ts';
import { type Problem, ProblemError } from '../../model/problem.ts';
import { processes } from './processes.ts';
import { runsIn } from './testing/left-over.ts';
import { createTestProject, type LoadOptions, secret, type TestProject } from './testing/test-project.ts';

let project: TestProject;

beforeEach(() => {
  project = createTestProject();
});

afterEach(() => {
  expect(runsIn(project.root)).toEqual([]);
  project.remove();
});

async function problemsOf(
  services: Record<string, ProcessService>,
  options?: LoadOptions,
): Promise<readonly Problem[]> {
  const { signal } = new AbortController();
  try {
    const { stop } = await processes.start(project.load(services, options), { signal, progress: () => {} });
    await stop();
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
    throw error;
  }
  throw new Error('it started');
}

test('a service that ends at start: its exit code, its last words, and where all of them are', async () => {
  const [problem, ...more] = await problemsOf({
    well: { run: project.server, port: 80 },
    broken: { run: `${project.server} exit 7`, port: 81, needs: ['well'] },
    after: { run: project.server, port: 82, needs: ['broken'] },
  });
  expect(more).toEqual([]);
  expect(problem).toMatchObject({
    code: 'STACK_START_FAILED',
    message: 'service broken ended with exit code 7 while the stack was starting',
    causes: ['about to fail', 'cannot find the moon'],
  });
  const [log = ''] = /\/\S+broken\.log/.exec(problem?.fix ?? '') ?? [];
  expect(readFileSync(log, 'utf8')).toContain('cannot find the moon');
});

test('a problem quotes no secret, in no encoding', async () => {
  const script = 'console.log(process.env.URL, process.env.PASSWORD); process.exit(1)';
  const [problem] = await problemsOf({
    db: { postgres: { database: 'app', password: secret('p@ss w/rd') } },
    web: {
      run: ['node', '-e', script],
      port: 80,
      needs: ['db'],
      env: { URL: '{{database-url:db}}', PASSWORD: secret('p@ss w/rd') },
    },
  });
  expect(problem?.causes).toEqual([
    expect.stringMatching(/^postgres:\/\/postgres:\[redacted\]@127\.0\.0\.1:\d+\/app \[redacted\]$/),
  ]);
});

test('a service that ends after it was ready, while others still start', async () => {
  const [problem] = await problemsOf({
    brief: { run: ['node', '-e', 'setTimeout(() => process.exit(3), 500)'] },
    sick: { run: `${project.server} sick`, port: 80, ready: '/ping' },
  });
  expect(problem?.message).toBe('service brief ended with exit code 3 while the stack was starting');
});

test('services that are not ready in time: each with what was waited for and what was seen', async () => {
  const problems = await problemsOf(
    {
      sick: { run: `${project.server} sick`, port: 80, ready: '/ping' },
      elsewhere: { run: project.server, port: 81, env: { PORT: '0' } },
      hangs: { run: `${project.server} hang`, port: 84, ready: '/ping' },
      mute: { run: project.server, port: 82, ready: { log: 'hello moon' } },
      endless: { run: ['node', '-e', 'setInterval(() => {}, 1000)'], oneShot: true },
      after: { run: project.server, port: 83, needs: ['sick'] },
    },
    { startTimeout: 4000 },
  );
  expect(problems.map(({ code }) => code)).toEqual(Array(5).fill('SERVICE_NOT_READY'));
  const byService = Object.fromEntries(problems.map(problem => [problem.message.split(' ')[1], problem]));
  expect(byService.sick).toMatchObject({
    message: 'service sick was not ready within 4 s: GET /ping answered 503',
    expected: expect.stringMatching(/^GET http:\/\/127\.0\.0\.1:\d+\/ping answers 2xx$/),
    causes: ['listening now'],
    fix: expect.stringContaining('have it answer GET /ping with 2xx'),
  });
  expect(byService.hangs).toMatchObject({
    message: expect.stringMatching(/was not ready within 4 s: no answer for 3(\.\d+)? s$/),
    fix: expect.stringContaining('does not answer: find out what it waits for'),
  });
  expect(byService.elsewhere?.message).toContain('ECONNREFUSED');
  expect(byService.elsewhere?.fix).toContain('variable PORT');
  expect(byService.mute?.got).toBe('no line with "hello moon" in its output yet');
  expect(byService.endless?.expected).toBe('it ends with exit code 0');
});

test('a service that ends while it owes an answer is not waited for', async () => {
  const [problem] = await problemsOf({
    web: { run: `${project.server} hang 4`, port: 80, ready: '/ping' },
  });
  expect(problem?.message).toBe('service web ended with exit code 4 while the stack was starting');
});

test('a one-shot that fails', async () => {
  const [problem] = await problemsOf({ seed: { run: ['node', '-e', 'process.exit(2)'], oneShot: true } });
  expect(problem).toMatchObject({
    code: 'STACK_START_FAILED',
    message: 'service seed ended with exit code 2',
  });
});

test('a command that does not exist', async () => {
  const [problem] = await problemsOf({ web: { run: 'no-such-command-at-all --port 80', port: 80 } });
  expect(problem).toMatchObject({
    code: 'COMMAND_NOT_FOUND',
    message: 'service web: there is no command no-such-command-at-all on this machine',
  });
});

test('a file that may not be executed', async () => {
  const [problem] = await problemsOf({ web: { run: './server.mjs', port: 80 } });
  expect(problem).toMatchObject({
    code: 'STACK_START_FAILED',
    fix: 'Make it executable: chmod +x ./server.mjs',
  });
});

test('what is wrong with the plan is told before anything starts, all at once', async () => {
  const problems = await problemsOf({
    db: { postgres: { database: 'app', password: secret('x'), init: ['nowhere.sql'] } },
    worker: { run: project.server, cwd: 'nowhere' },
    web: {
      run: project.server,
      port: 80,
      needs: ['cache'],
      env: {
        A: '{{url:worker}}',
        B: '{{database-url:web}}',
        C: '{{urls:web}}',
        D: '{{url:nobody}}',
        E: '{{url:web}}',
      },
    },
    poller: { run: project.server, ready: '/ping' },
  });
  expect(problems.map(({ code }) => code).sort()).toEqual([
    'INIT_SQL_MISSING',
    'PLACEHOLDER_UNKNOWN',
    'PLACEHOLDER_UNKNOWN',
    'PLACEHOLDER_UNKNOWN',
    'PLACEHOLDER_UNKNOWN',
    'STACK_START_FAILED',
    'STACK_START_FAILED',
    'STACK_START_FAILED',
  ]);
  expect(existsSync(join(project.root, '.failsafe'))).toBe(false);
});

test('services that wait for each other', async () => {
  const [problem] = await problemsOf({
    a: { run: project.server, needs: ['b'] },
    b: { run: project.server, needs: ['a'] },
  });
  expect(problem?.message).toBe('these services wait for each other, so none can start: a, b');
});

test('a stack without services', async () => {
  const [problem] = await problemsOf({});
  expect(problem?.fix).toContain('stack.processes');
});

test('what its last words show is named, with what mends it', async () => {
  writeFileSync(join(project.root, 'server.cjs'), "require('not-installed-anywhere');");
  const [problem] = await problemsOf({ broken: { run: 'node server.cjs', port: 80 } });
  expect(problem?.fix).toContain('broken imports not-installed-anywhere, which is not installed');
});
