import { rmSync, writeFileSync } from 'node:fs';
import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ProblemError } from '../model/problem.ts';

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

/** Keeps a folder out of the user's repository without touching their .gitignore. */
export function ignoreInGit(folder: string): void {
  const file = join(folder, '.gitignore');
  try {
    writeFileSync(file, '*\n', { flag: 'wx' });
  } catch (error) {
    // It is there already, or nobody may write there; an empty one, on a full disk, would keep out nothing
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') rmSync(file, { force: true });
  }
}

/**
 * Refuses what is no folder of its own: a link that somebody has committed would take what is written out of the project.
 *
 * @throws ProblemError OWN_FOLDER_IS_LINK; Error when it is not there
 */
export async function refuseLink(folder: string): Promise<void> {
  if (!(await lstat(folder)).isSymbolicLink()) return;
  throw new ProblemError([
    {
      code: 'OWN_FOLDER_IS_LINK',
      message: `${folder} is a symbolic link: what failsafe writes would land outside of the project`,
      fix: 'Remove the link; failsafe makes the folder itself.',
    },
  ]);
}

/**
 * Makes a folder in `.failsafe/` of a project, which git is told to leave out without a touch of the user's .gitignore.
 * Gives its path.
 *
 * @throws ProblemError OWN_FOLDER_IS_LINK; Error when nobody may write there
 */
export async function ownFolder(root: string, name: string): Promise<string> {
  const own = join(root, '.failsafe');
  const folder = join(own, name);
  for (const path of [own, folder]) {
    await mkdir(path, { mode: 0o700 }).catch(unlessThere);
    await refuseLink(path);
  }
  ignoreInGit(own);
  return folder;
}
