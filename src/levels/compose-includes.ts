import { dirname, join } from 'node:path/posix';
import { isPlainPath } from '../config/compose/is-plain-path.ts';
import { isMap } from '../config/is-map.ts';
import type { SourceObservation } from '../model/observations/source.ts';
import { type ComposeFile, isTemplate, type ServicePath } from './compose-services.ts';

/** A path that a compose file names, relative to the project. */
export interface NamedPath {
  readonly path: string;
  /** As it is written. */
  readonly written: string;
  readonly at: ServicePath;
}

/** What a compose file includes; undefined of what only its variables tell, or of what is elsewhere. */
export function includesOf({ path, tree }: ComposeFile): (NamedPath | undefined)[] {
  const { include } = tree.value;
  return (Array.isArray(include) ? include : []).flatMap(
    (item: unknown, index): (NamedPath | undefined)[] => {
      const given = isMap(item) ? item.path : item;
      const written = Array.isArray(given) ? given : [given];
      return written.map((one: unknown) =>
        typeof one === 'string' && isPlainPath(one)
          ? { path: join(dirname(path), one), written: one, at: ['include', index] }
          : undefined,
      );
    },
  );
}

/** A file and all that it includes, as far as the project has them. */
function reach(file: ComposeFile, files: readonly ComposeFile[], seen: Set<ComposeFile>): void {
  if (seen.has(file)) return;
  seen.add(file);
  const paths = includesOf(file).map(one => one?.path);
  for (const other of files) if (paths.includes(other.path)) reach(other, files, seen);
}

/** Files whose names a file may use: those beside it, those that include it, and whatever these include. */
export function composedWith(file: ComposeFile, files: readonly ComposeFile[]): ComposeFile[] {
  const folders = new Set([dirname(file.path)]);
  for (const other of files) {
    const own = new Set<ComposeFile>();
    reach(other, files, own);
    if (own.has(file)) folders.add(dirname(other.path));
  }
  const seen = new Set<ComposeFile>();
  for (const other of files) {
    if (!isTemplate(other) && folders.has(dirname(other.path))) reach(other, files, seen);
  }
  return [...seen];
}

/** Whether everything that files include is there to be looked at. */
export const isWholeKnown = (together: readonly ComposeFile[], files: readonly ComposeFile[]): boolean =>
  together.every(one => includesOf(one).every(included => files.some(({ path }) => path === included?.path)));

/** Whether git knows a path: as a file, a folder, or something in a link or a submodule. Undefined when nobody asked git. */
export function isThere(path: string, { paths }: SourceObservation): boolean | undefined {
  if (paths === undefined || path.startsWith('..')) return undefined;
  if (path === '.' || path === './') return true;
  const plain = path.replace(/\/$/, '');
  return paths.some(one => one === plain || one.startsWith(`${plain}/`) || plain.startsWith(`${one}/`));
}
