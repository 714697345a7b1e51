import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { ROOT } from './deployment.ts';

/** What GitLab would say of a pipeline: the jobs that it has, or why it has none. */
export async function gitlabJobs(content: string): Promise<{ exitCode?: number; all: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'failsafe-gitlab-'));
  try {
    await writeFile(join(folder, '.gitlab-ci.yml'), content);
    await execa('git', ['init', '-q'], { cwd: folder });
    await execa('git', ['remote', 'add', 'origin', 'git@gitlab.example:team/shop.git'], { cwd: folder });
    const program = join(ROOT, 'node_modules/gitlab-ci-local/dist/index.js');
    const options = { cwd: folder, reject: false, all: true, stdin: 'ignore' } as const;
    const { exitCode, all } = await execa(process.execPath, [program, '--list'], options);
    return { exitCode, all };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
