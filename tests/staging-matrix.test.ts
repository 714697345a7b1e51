import { chmod, mkdir, mkdtemp, realpath, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { examineCommit } from '../src/cli/look-at-commit.ts';
import { ProblemError } from '../src/model/problem.ts';
import { readStaged } from '../src/probes/source/staged-changes.ts';
import { createRepository, type Repository } from './support/repository.ts';

const GOOD = 'def ping():\n    return 1\n';
const BAD = 'x = 1\ndef ping(:\n    return 1\n';
const RED = ['S01 app.py:2'];
const GREEN: readonly string[] = [];

/** The findings in what is staged, as `rule file:line`; of what cannot be looked at the code. */
async function found(folder: string): Promise<string[]> {
  try {
    const { report } = await examineCommit(await readStaged(folder, undefined), {});
    return report.results.flatMap(({ code, spots = [] }) =>
      spots.map(({ file, line }) => `${code} ${file}:${line}`),
    );
  } catch (error) {
    if (error instanceof ProblemError) return error.problems.map(({ code }) => code);
    throw error;
  }
}

/** Git in a repository: its arguments are separated by blanks. */
type Step = (repository: Repository) => Promise<unknown>;
const git =
  (line: string): Step =>
  repository =>
    repository.git(...line.split(' '));
const write =
  (text: string | Buffer, path = 'app.py', mode?: number): Step =>
  repository =>
    repository.write(path, text, mode);
const link =
  (target: string, path = 'app.py'): Step =>
  ({ folder }) =>
    symlink(target, join(folder, path));
const remove =
  (path = 'app.py'): Step =>
  ({ folder }) =>
    unlink(join(folder, path));

const ADD = git('add -A');
const committed = (text: string, path = 'app.py', mode?: number): Step[] => [
  write(text, path, mode),
  ADD,
  git('commit -qm one'),
];
const staged = (text: string | Buffer, path = 'app.py'): Step[] => [write(text, path), ADD];
/** Two branches that have changed the same line, being merged. */
const merging = [
  ...committed('a = 0\n'),
  git('checkout -qb side'),
  ...committed('a = 1\n'),
  git('checkout -q main'),
  ...committed('a = 2\n'),
  (repository: Repository) => repository.git('merge', '-q', 'side').catch(() => undefined),
];
const SUBMODULE = `update-index --add --cacheinfo 160000,${'1'.repeat(40)},app.py`;
const POINTER = 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n';

/** Each with what it is told apart from: the same way to stage, and the other verdict. */
const MATRIX: Readonly<Record<string, readonly [Step[], readonly string[]]>> = {
  'nothing is staged': [[write(BAD)], GREEN],
  'first commit': [staged(BAD), RED],
  'first commit, well': [staged(GOOD), GREEN],
  'broken in the index alone': [[...staged(BAD), write(GOOD)], RED],
  'broken in the work tree alone': [[...staged(GOOD), write(BAD)], GREEN],
  'one of two lines staged': [[...committed('a = 1\n'), ...staged(`${BAD}b = 2\n`), write(GOOD)], RED],
  'staged, and gone from the work tree': [[...staged(BAD), remove()], RED],
  'staged, and taken back': [[...committed(GOOD), ...staged(BAD), git('reset -q')], GREEN],
  'intent to add': [[write(BAD), git('add -N app.py')], GREEN],
  'intent to add, then added': [[write(BAD), git('add -N app.py'), ADD], RED],
  deleted: [[...committed(BAD), git('rm -q app.py')], GREEN],
  'deleted from the index alone': [[...committed(BAD), git('rm -q --cached app.py')], GREEN],
  'deleted, and another is staged': [[...committed(BAD, 'old.py'), git('rm -q old.py'), ...staged(BAD)], RED],
  'committed broken, another is staged': [[...committed(BAD), ...staged(GOOD, 'b.py')], GREEN],
  renamed: [[...committed(BAD, 'old.py'), git('mv old.py app.py')], RED],
  'renamed, well': [[...committed(GOOD, 'old.py'), git('mv old.py app.py')], GREEN],
  'renamed and broken': [
    [...committed(`${GOOD}${'a = 1\n'.repeat(40)}`, 'old.py'), git('mv old.py app.py'), ...staged(BAD)],
    RED,
  ],
  'a copy': [[git('config diff.renames copies'), ...committed(BAD, 'old.py'), ...staged(BAD)], RED],
  'a run bit added': [[...committed(BAD), git('update-index --chmod=+x app.py')], RED],
  'a run bit taken from a script': [
    [...committed('#!/bin/sh\ntrue\n', 'run.sh', 0o755), git('update-index --chmod=-x run.sh')],
    ['M05 run.sh:1'],
  ],
  'a run bit in the work tree alone': [
    [
      ...committed('#!/bin/sh\ntrue\n', 'run.sh', 0o755),
      ({ folder }) => chmod(join(folder, 'run.sh'), 0o644),
      ...[write(GOOD), git('add app.py')],
    ],
    GREEN,
  ],
  'a symbolic link to what is broken': [[write(BAD, 'b.txt'), link('b.txt'), ADD], GREEN],
  'a link that becomes a file': [
    [link('nowhere'), ADD, git('commit -qm one'), remove(), ...staged(BAD)],
    RED,
  ],
  'a file that becomes a link': [[...committed(BAD), remove(), link('nowhere'), ADD], GREEN],
  'a submodule': [[git(SUBMODULE)], GREEN],
  'a submodule that becomes a file': [[git(SUBMODULE), git('commit -qm one'), ...staged(BAD)], RED],
  'a pointer of LFS': [staged(POINTER, 'large.json'), GREEN],
  'what is no pointer': [staged(POINTER.slice(1), 'large.json'), ['S03 large.json:1']],
  'what is no text': [staged(Buffer.from([100, 0, 255])), GREEN],
  'not merged yet': [merging, ['UNMERGED']],
  'a conflict that is resolved': [[...merging, ...staged(BAD)], RED],
  'a conflict that is resolved well': [[...merging, ...staged(GOOD)], GREEN],
  'a merge without a conflict': [
    [
      ...committed(GOOD, 'a.py'),
      git('checkout -qb side'),
      ...committed(BAD),
      git('checkout -q main'),
      git('merge -q --no-ff --no-commit side'),
    ],
    RED,
  ],
  'a commit picked from elsewhere': [
    [
      ...committed(GOOD, 'a.py'),
      git('checkout -qb side'),
      ...committed(BAD),
      git('checkout -q main'),
      git('cherry-pick --no-commit side'),
    ],
    RED,
  ],
  'a detached HEAD': [[...committed(GOOD), git('checkout -q --detach'), ...staged(BAD)], RED],
  'not checked out': [[...staged(BAD), git('update-index --skip-worktree app.py'), remove()], RED],
  'assumed unchanged': [[...staged(BAD), git('update-index --assume-unchanged app.py')], RED],
  'a split index': [[...committed(GOOD), git('update-index --split-index'), ...staged(BAD)], RED],
  'an index of version 4': [[git('update-index --index-version 4'), ...staged(BAD)], RED],
  'lines that git ends otherwise in the work tree': [
    [git('config core.autocrlf true'), ...staged(BAD.replaceAll('\n', '\r\n'))],
    RED,
  ],
  'settings that change what git prints': [
    [
      ...['color.ui always', 'core.quotePath true', 'diff.noprefix true', 'diff.relative true'].map(setting =>
        git(`config ${setting}`),
      ),
      ...['diff.external false', 'status.short true', 'diff.orderFile /dev/null'].map(setting =>
        git(`config ${setting}`),
      ),
      ...staged(BAD),
    ],
    RED,
  ],
  'attributes that hide a difference': [
    [write('*.py binary -diff\n', '.gitattributes'), ...staged(BAD)],
    RED,
  ],
};

test.concurrent.each(Object.entries(MATRIX))('%s', async (_, [steps, expected]) => {
  await using repository = await createRepository();
  for (const step of steps) await step(repository);
  expect(await found(repository.folder)).toEqual(expected);
});

test('whatever a file is called', async () => {
  const names = [
    'a\nb',
    '"',
    "'",
    'ö日本🎉',
    'e\u0301',
    '\\',
    '-x',
    ' lead',
    '*[a]?',
    ':(top)x',
    '%20',
    '$(id)',
    '`',
  ];
  const paths = [...names, 'x'.repeat(240)].map(name => `${name}.py`);
  await using repository = await createRepository();
  for (const path of paths) await repository.write(path, BAD);
  await ADD(repository);
  expect((await found(repository.folder)).toSorted()).toEqual(paths.map(path => `S01 ${path}:2`).toSorted());
});

test('a name that is no UTF-8 is told of, whatever it looks like', async () => {
  await using repository = await createRepository();
  await repository.write('app.py', BAD);
  const object = await repository.git('hash-object', '-w', 'app.py');
  const entry = Buffer.concat([Buffer.from(`100644 ${object}\t`), Buffer.from([0xe9]), Buffer.from('.py\0')]);
  await execa('git', ['update-index', '-z', '--index-info'], { cwd: repository.folder, input: entry });
  expect(await found(repository.folder)).toEqual(['S01 \uFFFD.py:2']);
});

test('a repository whose objects have names by SHA-256', async () => {
  await using repository = await createRepository();
  await rm(join(repository.folder, '.git'), { recursive: true });
  await repository.git('init', '-q', '--object-format=sha256', '-b', 'main');
  for (const step of staged(BAD)) await step(repository);
  expect(await found(repository.folder)).toEqual(RED);
});

test('from a folder below, all of the repository; in a repository within, that one', async () => {
  await using repository = await createRepository();
  await mkdir(join(repository.folder, 'below'));
  for (const step of staged(BAD)) await step(repository);
  expect(await found(join(repository.folder, 'below'))).toEqual(RED);
  await repository.git('init', '-q', 'below');
  expect(await found(join(repository.folder, 'below'))).toEqual(GREEN);
});

test('a linked work tree has an index of its own', async () => {
  await using repository = await createRepository();
  for (const step of committed(GOOD)) await step(repository);
  const other = await realpath(await mkdtemp(join(tmpdir(), 'failsafe-worktree-')));
  try {
    await repository.git('worktree', 'add', '-q', '-b', 'side', join(other, 'tree'));
    const tree = join(other, 'tree');
    await writeFile(join(tree, 'app.py'), BAD);
    await execa('git', ['-C', tree, 'add', '.']);
    expect([await found(tree), await found(repository.folder)]).toEqual([RED, GREEN]);
  } finally {
    await rm(other, { recursive: true });
  }
});

test('without a work tree there is nothing to look at', async () => {
  await using repository = await createRepository();
  await repository.git('init', '-q', '--bare', 'bare.git');
  expect(await found(join(repository.folder, 'bare.git'))).toEqual(['NO_REPOSITORY']);
});

const HOOK = `#!/bin/sh
exec '${process.execPath}' '${join(import.meta.dirname, '../bin/failsafe.js')}' precommit
`;
const IDENTITY = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.com', GIT_CONFIG_GLOBAL: '/dev/null' };
const COMMITTER = { GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.com' };

/** What is committed is in another index than what is staged: git hands the hook its own. */
const COMMITS: Readonly<Record<string, readonly [staged: string, inWorkTree: string, command: string]>> = {
  'git commit': [BAD, GOOD, 'git commit -m two'],
  'git commit, well': [GOOD, BAD, 'git commit -m two'],
  'git commit -a': [GOOD, BAD, 'git commit -am two'],
  'git commit -a, well': [BAD, GOOD, 'git commit -am two'],
  'git commit PATH': [GOOD, BAD, 'git commit -m two -- app.py'],
  'git commit PATH, well': [BAD, GOOD, 'git commit -m two -- app.py'],
  'git commit OTHER': [BAD, BAD, 'git commit -m two -- other.py'],
  'git commit --include': [GOOD, BAD, 'git commit -m two --include app.py'],
  'git commit --amend': [BAD, GOOD, 'git commit --amend --no-edit'],
  'from a folder below': [BAD, GOOD, 'git -C below commit -m two'],
  'with a git folder that is named': [BAD, GOOD, 'git --git-dir=.git --work-tree=. commit -m two'],
  'in a linked work tree': [BAD, GOOD, 'git commit -m two'],
};

test.concurrent.each(Object.entries(COMMITS))('a hook sees what is committed: %s', async (name, commit) => {
  const [staged, inWorkTree, command] = commit;
  await using repository = await createRepository();
  await write('a = 1\n', 'other.py')(repository);
  for (const step of committed('a = 1\n', 'below/b.py')) await step(repository);
  for (const step of committed('a = 1\n')) await step(repository);
  let folder = repository.folder;
  if (name === 'in a linked work tree') {
    folder = join(repository.folder, '.git/tree');
    await repository.git('worktree', 'add', '-q', '-b', 'side', folder);
  }
  await repository.write('.git/hooks/pre-commit', HOOK, 0o755);
  await writeFile(join(folder, 'app.py'), staged);
  await execa('git', ['-C', folder, 'add', 'app.py']);
  await writeFile(join(folder, 'app.py'), inWorkTree);
  await writeFile(join(folder, 'other.py'), 'a = 2\n');
  const [git = '', ...args] = command.split(' ');
  const { exitCode, stdout, stderr } = await execa(git, args, {
    cwd: folder,
    env: { ...IDENTITY, ...COMMITTER },
    reject: false,
  });
  const isWell = name.endsWith(', well') || name.endsWith(' OTHER');
  expect([exitCode === 0, /S01/.test(stdout + stderr)]).toEqual([isWell, !isWell]);
});
