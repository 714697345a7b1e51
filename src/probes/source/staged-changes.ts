import { type Problem, ProblemError } from '../../model/problem.ts';
import { git, zeroSeparated } from './git.ts';

const refuse = (problem: Problem): never => {
  throw new ProblemError([problem]);
};

/**
 * The top folder of the repository that a folder is in.
 *
 * @throws ProblemError NO_REPOSITORY
 */
export async function repositoryOf(folder: string): Promise<string> {
  const top = await git(folder, ['rev-parse', '--show-toplevel']);
  if (top !== undefined) return top.toString('utf8').replace(/\n$/, '');
  return refuse({
    code: 'NO_REPOSITORY',
    message: `${folder} is in no git repository, or git is not there`,
    fix: 'Go to the repository. `failsafe check --grep source` looks at a folder without git.',
  });
}

/** Paths whose content in the work tree is not what is staged. */
export async function unstagedChanges(root: string): Promise<string[]> {
  return zeroSeparated((await git(root, ['diff', '--name-only', '-z', '--no-ext-diff'])) ?? Buffer.of());
}

/**
 * Paths that differ between the index and a commit: HEAD, or where this branch left `since`.
 *
 * @throws ProblemError UNMERGED, UNKNOWN_REVISION
 */
export async function stagedChanges(root: string, since: string | undefined): Promise<string[]> {
  const unmerged = zeroSeparated(
    (await git(root, ['diff', '--name-only', '--diff-filter=U', '-z'])) ?? Buffer.of(),
  );
  if (unmerged.length > 0) {
    refuse({
      code: 'UNMERGED',
      message: `not merged yet: ${unmerged.join(', ')}`,
      fix: 'Resolve the conflicts and stage the files; until then there is no content to look at.',
    });
  }
  const base = since === undefined ? [] : ['--merge-base', since];
  const filter = ['--name-only', '-z', '--no-renames', '--no-ext-diff', '--diff-filter=ACMRT'];
  const changed = await git(root, ['diff', '--cached', ...filter, ...base, '--']);
  if (changed !== undefined) return zeroSeparated(changed);
  return refuse({
    code: 'UNKNOWN_REVISION',
    message: `git knows no revision ${since ?? 'HEAD'} that this branch comes from`,
    fix: 'Name a branch, a tag or a commit; in CI fetch it first (`fetch-depth: 0`).',
  });
}
