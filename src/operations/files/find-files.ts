import { lstat, readdir } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { execa } from 'execa';
import type { LoadedConfig } from '../../config/loaded-config.ts';

/** A file to save: its name relative to failsafe.yaml, with `/` between folders. */
export interface FoundFile {
  readonly name: string;
  readonly path: string;
}

const GIT_MS = 20_000;

async function isInGit(root: string, path: string): Promise<boolean> {
  const args = ['ls-files', '--error-unmatch', '--', path];
  const { failed } = await execa('git', args, { cwd: root, reject: false, stdin: 'ignore', timeout: GIT_MS });
  return !failed;
}

/** Regular files at a path and below; links lead elsewhere, and are left out. */
async function filesAt(path: string): Promise<string[]> {
  const found = await lstat(path).catch(() => undefined);
  if (found?.isFile()) return [path];
  if (!found?.isDirectory()) return [];
  const names = await readdir(path);
  return (await Promise.all(names.sort().map(name => filesAt(join(path, name))))).flat();
}

/** Whether a name stays in the folder of failsafe.yaml. */
export const isInside = (name: string): boolean =>
  name !== '' &&
  name !== '..' &&
  !name.startsWith(`..${sep}`) &&
  !name.startsWith('../') &&
  !name.startsWith('/');

/**
 * The files of the project that a checkout does not bring back: what `backup.files` names, and the environment files of the
 * stack where git does not have them.
 */
export async function findFiles({ config, root, composeFiles }: LoadedConfig): Promise<FoundFile[]> {
  const [first] = composeFiles;
  const environment = [
    config.stack?.env === undefined ? undefined : resolve(root, config.stack.env),
    first === undefined ? undefined : join(dirname(first), '.env'),
  ].filter(path => path !== undefined);
  const own = await Promise.all(
    environment.map(async path => ((await isInGit(root, path)) ? [] : filesAt(path))),
  );
  const declared = await Promise.all((config.backup?.files ?? []).map(file => filesAt(resolve(root, file))));
  const paths = [...new Set([...own, ...declared].flat())].sort();
  return paths
    .map(path => ({ path, name: relative(root, path).split(sep).join('/') }))
    .filter(({ name }) => isInside(name));
}
