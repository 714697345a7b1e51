import { rmSync, writeFileSync } from 'node:fs';
import { access, constants, lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ProblemError } from '../model/problem.ts';

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

/** Makes it where it is missing, and sees that it can be written to. */
async function makeWritable(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 }).catch(unlessThere);
    await refuseLink(folder);
    // With the slash a file of this name is refused
    await access(`${folder}/`, constants.W_OK | constants.X_OK);
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw new ProblemError([
      {
        code: 'OWN_FOLDER_NOT_WRITABLE',
        message: `nothing can be written into ${folder}: ${(error as Error).message}`,
        fix: 'Make it a folder that your user may write to, or remove it: failsafe makes it anew.',
      },
    ]);
  }
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
 * @throws ProblemError OWN_FOLDER_IS_LINK, OWN_FOLDER_NOT_WRITABLE
 */
export async function ownFolder(root: string, name: string): Promise<string> {
  const own = join(root, '.failsafe');
  const folder = join(own, name);
  for (const path of [own, folder]) {
    await makeWritable(path);
  }
  ignoreInGit(own);
  return folder;
}
