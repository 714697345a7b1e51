import { basename, matchesGlob } from 'node:path/posix';
import { languageOf } from '../../languages/language-of.ts';
import { readFileIn } from '../../languages/languages.ts';
import { readPythonTree } from '../../languages/python-tree.ts';
import type { Language, RawFile, SourceFile, SourceObservation } from '../../model/observations/source.ts';
import { decodeText } from './decode-text.ts';
import type { GitObjects } from './git-objects.ts';
import type { IndexEntry } from './list-files.ts';

/** What of the index is looked at. */
export interface IndexOptions {
  readonly entries: readonly IndexEntry[];
  readonly objects: GitObjects;
  readonly ignore: readonly string[];
  /** Paths that are changed; undefined for all. */
  readonly changed?: readonly string[];
  readonly signal: AbortSignal;
}

/** What rules that look across files read even where it has not changed. */
const ACROSS: readonly Language[] = ['compose', 'dockerfile', 'nginx', 'env', 'python'];

const LFS_POINTER = 'version https://git-lfs.github.com/spec/v1';

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
  const { objects, changed, signal } = options;
  const entries = options.entries.filter(isWanted(options));
  const contents = await objects.read(entries.map(({ object }) => object));
  const isChanged = (path: string) => changed === undefined || changed.includes(path);
  const raw = entries.map((entry, index) => toRawFile(entry, contents[index] ?? Buffer.of()));
  // All at once: the parsers in the other process begin while those in this one work
  const files = await Promise.all(
    raw.map(async (file): Promise<SourceFile> => {
      signal.throwIfAborted();
      return isChanged(file.path) ? readFileIn(file) : readUnchanged(file);
    }),
  );
  return { files, changed };
}
