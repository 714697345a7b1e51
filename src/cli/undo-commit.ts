import { withoutInterruption } from '../engine/mend/without-interruption.ts';
import { undoMended } from '../engine/mend/write-mended.ts';
import { git } from '../probes/source/git.ts';
import { repositoryOf } from '../probes/source/staged-changes.ts';

/** Takes back what `--fix` has changed last, in the work tree and of run bits in the index, and gives the exit code. */
export async function undoCommit(folder: string): Promise<number> {
  const root = await repositoryOf(folder);
  const paths = await withoutInterruption(async () => {
    const undone = await undoMended(root);
    if (undone.runnable.length > 0) await git(root, ['update-index', '--chmod=-x', '--', ...undone.runnable]);
    return undone.paths;
  });
  for (const path of paths) process.stdout.write(` ${path} is as it was\n`);
  return 0;
}
