import { glob, readdir } from 'node:fs/promises';
import { dirname, join, matchesGlob } from 'node:path/posix';
import { git, zeroSeparated } from './git.ts';

/** A file that is to be read. */
export interface FileEntry {
  readonly path: string;
  /** Undefined where there is no git. */
  readonly tracked?: boolean;
  /** As git has it; undefined of what it does not track. */
  readonly executable?: boolean;
}

/** Folders that hold no work of the people of the application, where git does not say so. */
const FOREIGN = [
  'node_modules',
  '.git',
  '.venv',
  'venv',
  '__pycache__',
  'dist',
  'build',
  '.failsafe',
  'vendor',
];

/** A file as it is staged. */
export interface IndexEntry extends FileEntry {
  /** The name of its content. */
  readonly object: string;
}

const REGULAR = /^100(644|755) \S+ 0\t(.+)$/s;
const UNMERGED = /^\d+ \S+ [123]\t(.+)$/s;

/** The paths of which `git ls-files --stage -z` has more than one side. */
export const unmergedPaths = (output: Buffer): string[] => [
  ...new Set(zeroSeparated(output).flatMap(item => UNMERGED.exec(item)?.[1] ?? [])),
];

/** What `git ls-files --stage -z` says, symbolic links and submodules left out. */
export function stagedEntries(output: Buffer): IndexEntry[] {
  return zeroSeparated(output).flatMap(item => {
    const [, mode, path] = REGULAR.exec(item) ?? [];
    const object = item.split(' ')[1] ?? '';
    return path === undefined ? [] : [{ path, tracked: true, executable: mode === '755', object }];
  });
}

/** Every path in `git ls-files --stage -z`, links and submodules too. */
export const stagedPaths = (output: Buffer): string[] =>
  zeroSeparated(output).map(item => item.slice(item.indexOf('\t') + 1));

async function walk(root: string, folder = ''): Promise<FileEntry[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const nested = entries
    .sort((a, b) => a.name.localeCompare(b.name))
    .map(async entry => {
      const path = join(folder, entry.name);
      if (entry.isFile()) return [{ path }];
      return entry.isDirectory() && !FOREIGN.includes(entry.name) ? walk(root, path) : [];
    });
  return (await Promise.all(nested)).flat();
}

/** Compose reads the `.env` beside its file, whether git knows it or not. */
async function environmentFiles(root: string, known: readonly FileEntry[]): Promise<FileEntry[]> {
  const folders = known
    .filter(({ path }) => /(?:^|\/)(?:docker-)?compose[\w.-]*\.ya?ml$/.test(path))
    .map(({ path }) => join(dirname(path), '.env'));
  const found: FileEntry[] = [];
  for (const path of new Set(folders)) {
    if (known.some(one => one.path === path)) continue;
    for await (const _ of glob(path, { cwd: root })) found.push({ path, tracked: false });
  }
  return found;
}

/** What there is in a folder. */
export interface Listed {
  /** To be read. */
  readonly files: readonly FileEntry[];
  /** Every path that git tracks, or would track, links and submodules too; undefined without git. */
  readonly paths: readonly string[] | undefined;
}

/** The files of a folder: what git tracks or would track; without git all but those of tools. */
export async function listFiles(
  root: string,
  ignore: readonly string[],
  signal: AbortSignal,
): Promise<Listed> {
  const [staged, others] = await Promise.all([
    git(root, ['ls-files', '--stage', '-z'], { signal }),
    git(root, ['ls-files', '--others', '--exclude-standard', '-z'], { signal }),
  ]);
  const untracked = zeroSeparated(others ?? Buffer.of());
  const own =
    staged === undefined
      ? await walk(root)
      : [...stagedEntries(staged), ...untracked.map(path => ({ path, tracked: false }))];
  const all = [...own, ...(await environmentFiles(root, own))];
  return {
    files: all.filter(({ path }) => !ignore.some(pattern => matchesGlob(path, pattern))),
    paths: staged && [...stagedPaths(staged), ...untracked],
  };
}
