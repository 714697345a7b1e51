import { undoMended } from '../engine/mend/write-mended.ts';
import { repositoryOf } from '../probes/source/staged-changes.ts';

/** Takes back what `--fix` has changed last, and gives the exit code. */
export async function undoCommit(folder: string): Promise<number> {
  const paths = await undoMended(await repositoryOf(folder));
  for (const path of paths) process.stdout.write(` ${path} is as it was\n`);
  return 0;
}
