import { matchesGlob } from 'node:path/posix';
import { composedFiles } from '../../languages/composed-files.ts';
import { languageOf } from '../../languages/language-of.ts';
import { readFileIn, readFilesIn } from '../../languages/languages.ts';
import { readPythonTree } from '../../languages/python-tree.ts';
import { withoutMark } from '../../languages/without-mark.ts';
import type {
  Composed,
  Language,
  RawFile,
  SourceFile,
  SourceObservation,
} from '../../model/observations/source.ts';
import { decodeText } from './decode-text.ts';
import type { GitObjects } from './git-objects.ts';
import type { IndexEntry } from './list-files.ts';

/** What of the index is looked at. */
export interface IndexOptions {
  readonly entries: readonly IndexEntry[];
  /** Every path in the index. */
  readonly paths: readonly string[];
  readonly objects: GitObjects;
  readonly ignore: readonly string[];
  /** Paths that are read even where they have not changed: whether they are there is asked. */
  readonly required?: readonly string[];
  /** What the staged failsafe.yaml names under `stack.compose`. */
  readonly compose?: readonly string[];
  /** Paths that are changed; undefined for all. */
  readonly changed?: readonly string[];
  /**
   * Gets files as they are read, some megabytes of them at a time, and says what is kept of them. Default: all; then the memory
   * of the process grows with the tree.
   */
  readonly keep?: (files: readonly SourceFile[]) => readonly SourceFile[];
  readonly signal: AbortSignal;
}

/** Files are read together until they have so many bytes; each such part costs a start of oxlint. */
const MOST_BYTES_AT_ONCE = 4 * 2 ** 20;

/** What rules that look across files read even where it has not changed. */
const ACROSS: readonly Language[] = ['compose', 'dockerfile', 'nginx', 'env', 'python'];

/** What these say stands in their text: it is read, and not parsed where it has not changed. */
const AS_TEXT: readonly Language[] = ['javascript', 'shell'];

/** What else says something of other files. */
const BESIDE =
  /\.(?:docker|git)ignore$|(?:^|\/)(?:Procfile|Pipfile|pyproject\.toml|requirements[\w.-]*\.txt)$/;

const LFS_POINTER = 'version https://git-lfs.github.com/spec/v1';

type ComposedFiles = ReadonlyMap<string, Composed>;

function toRawFile({ path, executable = false }: IndexEntry, content: Buffer, composed?: Composed): RawFile {
  const decoded = decodeText(content);
  const isPointer = decoded.text?.startsWith(LFS_POINTER) ?? false;
  return { path, executable, tracked: true, bytes: content.length, ...(isPointer ? {} : decoded), composed };
}

/** A file that has not changed: its syntax was judged when it was committed. */
async function readUnchanged(raw: RawFile): Promise<SourceFile> {
  const text = withoutMark(raw.text);
  const language = languageOf(raw.path, text ?? '');
  if (language === undefined || text === undefined || ![...AS_TEXT, 'python'].includes(language)) {
    return readFileIn(raw);
  }
  const tree = language === 'python' ? await readPythonTree(text) : undefined;
  return { ...raw, text, language, flaws: [], tree };
}

/** Whether a path of the index is read. Where there is no compose file, no rule asks what code reads of its environment. */
function wantedIn(
  { entries, changed, required = [] }: IndexOptions,
  composed: ComposedFiles,
): (entry: IndexEntry) => boolean {
  const named = new Set([...(changed ?? []), ...required, ...composed.keys()]);
  const hasCompose = composed.size > 0 || entries.some(({ path }) => languageOf(path, '') === 'compose');
  const languages = hasCompose ? [...ACROSS, ...AS_TEXT] : ACROSS;
  return ({ path, executable }) => {
    if (changed === undefined || named.has(path) || BESIDE.test(path)) return true;
    const language = languageOf(path, '');
    return language === undefined ? executable === true : languages.includes(language);
  };
}

/** The compose files of the index that are not called so; nothing of them is looked up in the worktree. */
function composedIn(entries: readonly IndexEntry[], { objects, compose }: IndexOptions) {
  const byPath = new Map(entries.map(entry => [entry.path, entry]));
  return composedFiles({
    paths: [...byPath.keys()],
    named: compose,
    async read(path) {
      const entry = byPath.get(path);
      const [content] = entry === undefined ? [] : await Array.fromAsync(objects.read([entry.object]));
      return content === undefined ? undefined : decodeText(content).text;
    },
  });
}

/** What is read together. */
async function* partsOf(
  entries: readonly IndexEntry[],
  objects: GitObjects,
  composed: ComposedFiles,
): AsyncGenerator<RawFile[]> {
  let part: RawFile[] = [];
  let bytes = 0;
  let index = 0;
  for await (const content of objects.read(entries.map(({ object }) => object))) {
    const entry = entries[index++] as IndexEntry;
    const file = toRawFile(entry, content, composed.get(entry.path));
    part.push(file);
    bytes += file.text?.length ?? 0;
    if (bytes < MOST_BYTES_AT_ONCE) continue;
    yield part;
    part = [];
    bytes = 0;
  }
  if (part.length > 0) yield part;
}

/** All at once: the parsers in other processes begin while those in this one work. */
async function readPart(part: readonly RawFile[], isChanged: (path: string) => boolean) {
  const [own, others] = await Promise.all([
    readFilesIn(part.filter(({ path }) => isChanged(path))),
    Promise.all(part.filter(({ path }) => !isChanged(path)).map(readUnchanged)),
  ]);
  const read = new Map([...own, ...others].map(file => [file.path, file]));
  return part.flatMap(({ path }) => read.get(path) ?? []);
}

/** The files of the index: nothing that is not staged leaks in, and the worktree is not touched. */
export async function readIndex(options: IndexOptions): Promise<SourceObservation> {
  const { objects, changed, ignore, signal, keep = (files: readonly SourceFile[]) => files } = options;
  const changes = new Set(changed);
  const isChanged = changed === undefined ? () => true : (path: string) => changes.has(path);
  const entries = options.entries.filter(({ path }) => !ignore.some(pattern => matchesGlob(path, pattern)));
  const composed = await composedIn(entries, options);
  const wanted = entries.filter(wantedIn(options, composed));
  const files: SourceFile[] = [];
  const take = (read: readonly SourceFile[]) => {
    signal.throwIfAborted();
    for (const file of keep(read)) files.push(file);
  };
  // While the last of one part is read in other processes, this one has the next to work at
  let before: Promise<void> = Promise.resolve();
  for await (const part of partsOf(wanted, objects, composed)) {
    const now = readPart(part, isChanged);
    now.catch(() => undefined);
    await before;
    before = now.then(take);
    before.catch(() => undefined);
  }
  await before;
  return { files, changed, paths: options.paths };
}
