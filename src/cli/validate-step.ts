import { dirname } from 'node:path';
import { ProblemError } from '../model/problem.ts';
import type { Step } from '../operations/step.ts';
import { readStaged } from '../probes/source/staged-changes.ts';
import { examineCommit } from './look-at-commit.ts';

const MOST = 10;

/** Plans to look at every file that git tracks beside failsafe.yaml. */
export const validateStep = (file: string): Step => ({
  id: 'validate',
  title: 'look at all files that git tracks',
  acts: ['failsafe precommit --all'],
  async run() {
    const { report, exitCode } = await examineCommit(await readStaged(dirname(file), undefined), {
      all: true,
    });
    if (exitCode === 0) return `${report.results.length} rules`;
    const bad = report.results.filter(
      ({ status }) => status !== 'pass' && status !== 'known' && status !== 'skip',
    );
    throw new ProblemError([
      {
        code: exitCode === 1 ? 'COMMIT_REFUSED' : 'COMMIT_UNSEEN',
        message: exitCode === 1 ? 'the files are not fit to be deployed' : 'the files could not be looked at',
        causes: bad.slice(0, MOST).map(({ id, message }) => `${id}: ${message}`),
        fix: '`failsafe precommit --all` shows each place with its fix; `--fix` mends what needs no person.',
      },
    ]);
  },
});
