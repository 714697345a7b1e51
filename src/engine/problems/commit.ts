import { type ProblemPages, problemPage } from './problem-page.ts';

/** Files cannot be looked at or mended before a commit. */
export const commitProblems: ProblemPages = {
  MENDED_FILE_CHANGED: problemPage(
    'A file is not what it was',
    'Somebody, or another tool, wrote to it in between.',
    'Look at `git diff`; the earlier content stands in `.failsafe/mended/`.',
  ),
  BASELINE_INVALID: problemPage(
    'The file of known findings cannot be read',
    'It was edited by hand, or a merge left both sides in it.',
    'Take it back from git, or write it anew with `--write-baseline`.',
  ),
  BASELINE_MISSING: problemPage(
    'There is no file of known findings',
    'The name is misspelt, or it was not committed.',
    'Write it with `failsafe check --write-baseline`, or `failsafe precommit --all --write-baseline`.',
  ),
  INDEX_UNREADABLE: problemPage(
    'git cannot say what is staged',
    'The index is damaged, or another version of git wrote it.',
    '`git ls-files --stage` says why; `rm .git/index && git reset` makes it anew, and keeps the work tree.',
  ),
  OBJECT_UNREADABLE: problemPage(
    'git cannot give the content of a file',
    'The repository is damaged, or a partial clone cannot reach its remote.',
    '`git fsck` says what is broken; what cannot be read was not looked at, so nothing is called good.',
  ),
  NOTHING_TO_UNDO: problemPage(
    'There is nothing to take back',
    'Nothing was mended here, or it was undone before.',
    '`git diff` shows what has changed.',
  ),
  HOOK_FOREIGN: problemPage(
    'Somebody else’s hook is there',
    'It is not overwritten.',
    'Call `failsafe precommit` from it.',
  ),
  COMMIT_REFUSED: problemPage(
    'The files are not fit to be deployed',
    'A rule of at least the severity that `precommit.failOn` names found something.',
    '`failsafe precommit --all` shows each place with its fix.',
  ),
  COMMIT_UNSEEN: problemPage(
    'The files could not be looked at',
    'A file cannot be read, or a rule failed of itself.',
    '`failsafe precommit --all` says which.',
  ),
};
