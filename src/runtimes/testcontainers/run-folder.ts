import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { baseFolders, createBase } from '../processes/folders.ts';
import { formatOwner, isGone, parseOwner, thisProcess } from './owner.ts';

const OWNER = 'owner.json';

/** The compose file in the folder of a run. */
export const composeFileIn = (folder: string): string => join(folder, 'compose.yaml');

/** Makes the folder of a run. Only its user may read it: the rendered compose file holds the values of variables. */
export async function makeRunFolder(root: string, project: string): Promise<string> {
  const folder = join(createBase(root), 'run', project);
  await mkdir(folder, { mode: 0o700 });
  await writeFile(join(folder, OWNER), formatOwner(thisProcess()));
  return folder;
}

async function removeIfStale(folder: string): Promise<void> {
  const text = await readFile(join(folder, OWNER), 'utf8').catch(() => '');
  const owner = parseOwner(text);
  if (owner !== undefined && isGone(owner)) await rm(folder, { recursive: true, force: true });
}

/** Removes the folders of runs whose process is gone. Only folders of this runtime have such an owner file. */
export async function removeStaleFolders(root: string): Promise<void> {
  for (const base of baseFolders(root)) {
    const runs = join(base, 'run');
    const names = await readdir(runs).catch(() => []);
    await Promise.all(names.map(name => removeIfStale(join(runs, name))));
  }
}
