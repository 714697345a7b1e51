import { basename, matchesGlob } from 'node:path/posix';
import { languageOf } from '../../languages/language-of.ts';
import { readFileIn } from '../../languages/languages.ts';
import { readPythonTree } from '../../languages/python-tree.ts';
import type { Language, RawFile, SourceFile, SourceObservation } from '../../model/observations/source.ts';
import { decodeText } from './decode-text.ts';
import { git } from './git.ts';
import { type FileEntry, stagedEntries } from './list-files.ts';

/** What of the index is looked at. */
export interface IndexOptions {
  /** The top folder of the repository. */
  readonly root: string;
  readonly ignore: readonly string[];
  /** Paths that are changed; undefined for all. */
  readonly changed?: readonly string[];
  readonly signal: AbortSignal;
}

type IndexEntry = FileEntry & { readonly object: string };

/** What rules that look across files read even where it has not changed. */
const ACROSS: readonly Language[] = ['compose', 'dockerfile', 'nginx', 'env', 'python'];

const LFS_POINTER = 'version https://git-lfs.github.com/spec/v1';

/** The contents of objects, in the order in which they are asked for; undefined of one that is not there. */
async function readObjects(
  root: string,
  objects: readonly string[],
  signal: AbortSignal,
): Promise<(Buffer | undefined)[]> {
  const output = await git(root, ['cat-file', '--batch'], { input: `${objects.join('\n')}\n`, signal });
  let at = 0;
  return objects.map(() => {
    const end = output?.indexOf(10, at) ?? -1;
    if (output === undefined || end === -1) return undefined;
    const [, type, size] = output.toString('latin1', at, end).split(' ');
    at = end + 1;
    if (type !== 'blob') return undefined;
    const content = output.subarray(at, at + Number(size));
    at += Number(size) + 1;
    return content;
  });
}

function toRawFile({ path, executable = false }: IndexEntry, content: Buffer): RawFile {
  const text = decodeText(content);
  const isPointer = text?.startsWith(LFS_POINTER) ?? false;
  return { path, executable, tracked: true, bytes: content.length, text: isPointer ? undefined : text };
}

/** A file that has not changed: its syntax was judged when it was committed. */
async function readUnchanged(raw: RawFile): Promise<SourceFile> {
  const language = languageOf(raw.path, raw.text ?? '');
  if (language !== 'python') return readFileIn(raw);
  return { ...raw, language, flaws: [], tree: await readPythonTree(raw.text ?? '') };
}

const isWanted =
  ({ changed, ignore }: IndexOptions) =>
  ({ path }: IndexEntry): boolean => {
    if (ignore.some(pattern => matchesGlob(path, pattern))) return false;
    if (changed === undefined || changed.includes(path)) return true;
    const language = languageOf(path, '');
    return basename(path) === '.dockerignore' || (language !== undefined && ACROSS.includes(language));
  };

/** The files of the index: nothing that is not staged leaks in, and the worktree is not touched. */
export async function readIndex(options: IndexOptions): Promise<SourceObservation> {
  const { root, changed, signal } = options;
  const listed = await git(root, ['ls-files', '--stage', '-z'], { signal });
  const entries = stagedEntries(listed ?? Buffer.of()).filter(isWanted(options));
  const contents = await readObjects(
    root,
    entries.map(({ object }) => object),
    signal,
  );
  const isChanged = (path: string) => changed === undefined || changed.includes(path);
  const raw = entries.flatMap((entry, index) => {
    const content = contents[index];
    return content === undefined ? [] : [toRawFile(entry, content)];
  });
  // All at once: the parsers in the other process begin while those in this one work
  const files = await Promise.all(
    raw.map(async (file): Promise<SourceFile> => {
      signal.throwIfAborted();
      return isChanged(file.path) ? readFileIn(file) : readUnchanged(file);
    }),
  );
  return { files, changed };
}
