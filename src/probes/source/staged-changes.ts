import { type Problem, ProblemError } from '../../model/problem.ts';
import { git, zeroSeparated } from './git.ts';
import { type IndexEntry, stagedEntries, stagedPaths, unmergedPaths } from './list-files.ts';

const refuse = (problem: Problem): never => {
  throw new ProblemError([problem]);
};

const textOf = (output: Buffer) => output.toString('utf8').replace(/\n$/, '');

function noRepository(folder: string): never {
  return refuse({
    code: 'NO_REPOSITORY',
    message: `${folder} is in no git repository, or git is not there`,
    fix: 'Go to the repository. `failsafe check --grep source` looks at a folder without git.',
  });
}

const topOf = (folder: string) => git(folder, ['rev-parse', '--show-toplevel']);

/**
 * The top folder of the repository that a folder is in.
 *
 * @throws ProblemError NO_REPOSITORY
 */
export async function repositoryOf(folder: string): Promise<string> {
  const top = await topOf(folder);
  return top === undefined ? noRepository(folder) : textOf(top);
}

/** Paths whose content in the work tree is not what is staged. */
export async function unstagedChanges(root: string): Promise<string[]> {
  const args = ['diff', '--name-only', '-z', '--no-relative', '--no-ext-diff'];
  return zeroSeparated((await git(root, args)) ?? Buffer.of());
}

/** What is staged in a repository. */
export interface Staged {
  /** Its top folder. */
  readonly root: string;
  /** Every file in the index. */
  readonly entries: readonly IndexEntry[];
  /** Every path in the index, also of links and submodules. */
  readonly paths: readonly string[];
  /** Paths that differ between the index and a commit: HEAD, or where this branch left `since`. */
  readonly changed: readonly string[];
}

/**
 * What is staged in the repository that a folder is in. All that git is asked is asked at once: each time it starts counts.
 *
 * @throws ProblemError NO_REPOSITORY, INDEX_UNREADABLE, UNMERGED, UNKNOWN_REVISION
 */
export async function readStaged(folder: string, since: string | undefined): Promise<Staged> {
  // Not an option, whatever it begins with
  const base = since === undefined ? [] : ['--merge-base', '--end-of-options', since];
  const filter = ['--name-only', '-z', '--no-renames', '--no-relative', '--no-ext-diff'];
  const [top, listed, changed] = await Promise.all([
    topOf(folder),
    git(folder, ['ls-files', '--stage', '-z', '--full-name', '--', ':/']),
    git(folder, ['diff', '--cached', ...filter, '--diff-filter=ACMRT', ...base, '--']),
  ]);
  if (top === undefined) return noRepository(folder);
  if (listed === undefined) {
    return refuse({
      code: 'INDEX_UNREADABLE',
      message: 'git cannot list what is staged',
      fix: '`git ls-files --stage` says why.',
    });
  }
  const unmerged = unmergedPaths(listed);
  if (unmerged.length > 0) {
    refuse({
      code: 'UNMERGED',
      message: `not merged yet: ${unmerged.join(', ')}`,
      fix: 'Resolve the conflicts and stage the files; until then there is no content to look at.',
    });
  }
  if (changed === undefined) {
    return refuse({
      code: 'UNKNOWN_REVISION',
      message: `git knows no revision ${since ?? 'HEAD'} that this branch comes from`,
      fix: 'Name a branch, a tag or a commit; in CI fetch it first (`fetch-depth: 0`).',
    });
  }
  return {
    root: textOf(top),
    entries: stagedEntries(listed),
    paths: stagedPaths(listed),
    changed: zeroSeparated(changed),
  };
}
