import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadedWith } from '../../tests/support/small-plan.ts';
import type { CheckResult, Report } from '../model/result.ts';
import type { Status } from '../model/status.ts';
import { compareWithGreen, type Described, describedBy } from './last-green.ts';

let root: string;
const git = (...args: string[]) =>
  execa('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.test', ...args], { cwd: root });
const write = (name: string, text: string) => writeFile(join(root, name), text);

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'failsafe-green-'));
  await write('failsafe.yaml', 'version: 1');
});
afterEach(() => rm(root, { recursive: true }));

const described = (): Described => ({
  file: join(root, 'failsafe.yaml'),
  root,
  runtime: 'compose',
  files: [join(root, 'failsafe.yaml'), join(root, 'compose.yml')],
});

const report = (status: Status, more: Partial<Report> = {}): Report => ({
  version: 1,
  project: 'a',
  runtime: 'compose',
  startedAt: '',
  durationMs: 1,
  startMs: 0,
  results: [{ status, check: 'containers.running', subject: 'web' } as CheckResult],
  prerequisites: [],
  problems: [],
  ...more,
});
const see = async (status: Status, more?: Partial<Report>) =>
  (await compareWithGreen(described(), report(status, more))).changes?.what;

test('what never was healthy has not changed since', async () => {
  expect(await see('fail')).toBeUndefined();
});

test('nothing has changed; then files and commits have', async () => {
  await git('init', '-q');
  await git('add', 'failsafe.yaml');
  await git('commit', '-qm', 'Begin');
  expect(await see('pass')).toBeUndefined();
  expect(await see('fail')).toBeUndefined();
  await write('failsafe.yaml', 'version: 2');
  await write('app.py', '');
  await git('add', '.');
  await git('commit', '-qm', 'Break it');
  expect(await see('fail')).toEqual([
    'failsafe.yaml has changed',
    '1 commit: Break it',
    'other files differ: app.py',
  ]);
});

test('without git the files that describe the deployment tell', async () => {
  await see('pass');
  await write('compose.yml', 'services: {}');
  expect(await see('fail')).toEqual(['compose.yml is new']);
});

test('a run that could not check is no healthy one', async () => {
  await see('error');
  expect(await see('fail')).toBeUndefined();
});

test('a part of the checks says nothing about the whole', async () => {
  await see('pass', { filter: 'auth' });
  expect(await see('fail')).toBeUndefined();
});

test('a note that is cut off is none', async () => {
  await see('pass');
  await write('.failsafe/last-green/failsafe.yaml.compose.json', '{"at":');
  expect(await see('fail')).toBeUndefined();
});

test('where services are processes, the files of their commands are part of it', () => {
  const loaded = loadedWith();
  const processes = { web: { run: 'node web.ts', cwd: 'app' }, job: { run: ['./job.sh', 'a b'] } };
  const config = { ...loaded.config, stack: { processes } } as typeof loaded.config;
  const { files } = describedBy({ ...loaded, config, runtime: 'processes' });
  expect(files).toEqual(expect.arrayContaining(['/project/app/web.ts', '/project/job.sh']));
});
