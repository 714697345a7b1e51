import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
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
  await writeFile(join(own, '.gitignore'), '*\n', { flag: 'wx' }).catch(() => undefined);
  return folder;
}
