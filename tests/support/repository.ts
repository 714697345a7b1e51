import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { ROOT } from './deployment.ts';

/** A git repository of its own, and what is done in it. */
export interface Repository extends AsyncDisposable {
  readonly folder: string;
  git(...args: readonly string[]): Promise<string>;
  write(path: string, text: string | Buffer, mode?: number): Promise<void>;
  /** Runs failsafe in it. */
  failsafe(...args: readonly string[]): Promise<{ exitCode?: number; stdout: string; stderr: string }>;
  /** The findings of `failsafe precommit`, as `rule file:line`. */
  findings(...args: readonly string[]): Promise<{ exitCode?: number; found: string[] }>;
}

/** Nothing of the settings of whoever runs the tests. */
const ENVIRONMENT = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
const NAME = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.com' };
const COMMITTER = { GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.com' };

/** Makes a repository without a commit. */
export async function createRepository(): Promise<Repository> {
  const folder = await mkdtemp(join(tmpdir(), 'failsafe-commit-'));
  const env = { ...ENVIRONMENT, ...NAME, ...COMMITTER };
  const run = (args: readonly string[]) =>
    execa(process.execPath, [join(ROOT, 'bin/failsafe.js'), ...args], { cwd: folder, env, reject: false });
  const git = async (...args: readonly string[]) =>
    (await execa('git', [...args], { cwd: folder, env })).stdout;
  await git('init', '-q', '-b', 'main');
  return {
    folder,
    git,
    async write(path, text, mode) {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
      if (mode !== undefined) await chmod(file, mode);
    },
    async failsafe(...args) {
      const { exitCode, stdout, stderr } = await run(args);
      return { exitCode, stdout: String(stdout), stderr: String(stderr) };
    },
    async findings(...args) {
      const { exitCode, stdout } = await run(['precommit', '--json', ...args]);
      const { findings = [] } = JSON.parse(String(stdout) || '{}') as {
        findings?: { rule: string; file: string; line: number }[];
      };
      return { exitCode, found: findings.map(({ rule, file, line }) => `${rule} ${file}:${line}`) };
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
