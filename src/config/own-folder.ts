import { writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

/** Keeps a folder out of the user's repository without touching their .gitignore. */
export function ignoreInGit(folder: string): void {
  try {
    writeFileSync(join(folder, '.gitignore'), '*\n', { flag: 'wx' });
  } catch {
    // It is there already, or nobody may write there.
  }
}

/**
 * Makes a folder in `.failsafe/` of a project, which git is told to leave out without a touch of the user's .gitignore.
 * Gives its path.
 *
 * @throws Error when nobody may write there
 */
export async function ownFolder(root: string, name: string): Promise<string> {
  const own = join(root, '.failsafe');
  const folder = join(own, name);
  for (const path of [own, folder]) await mkdir(path, { mode: 0o700 }).catch(unlessThere);
  ignoreInGit(own);
  return folder;
}
