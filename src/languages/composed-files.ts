import { dirname } from 'node:path/posix';
import type { Composed } from '../model/observations/source.ts';
import { languageOf } from './language-of.ts';

/** Most compose files name no other one: then they are not parsed for that. */
const NAMES_OTHERS = /\binclude\b|\bextends\b/;

/** What is known before any file is parsed. */
export interface ComposedOptions {
  /** Every file of the project that may be read. */
  readonly paths: readonly string[];
  /** What failsafe.yaml names under `stack.compose`, in its order. Default: nothing. */
  readonly named?: readonly string[];
  /** The text of one of `paths`; undefined of what is no text. */
  read(path: string): Promise<string | undefined> | string | undefined;
}

const isNamedSo = (path: string): boolean => languageOf(path, '') === 'compose';

const union = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])];

/** A file to which two ways lead. */
function together(before: Composed | undefined, now: Composed): Composed {
  if (before === undefined) return now;
  const adds = before.adds || now.adds;
  const folders = union(before.folders, now.folders);
  if (before.services === undefined || now.services === undefined) return { adds, folders };
  return { adds, folders, services: union(before.services, now.services) };
}

/** The files that compose files, or failsafe.yaml, name as compose files, and that are not called so. */
export async function composedFiles(options: ComposedOptions): Promise<ReadonlyMap<string, Composed>> {
  const { named = [], paths, read } = options;
  const known = new Set(paths);
  const found = new Map<string, Composed>();
  const waiting: string[] = [];
  const texts = new Map<string, string | undefined>();
  const add = (path: string, way: Composed) => {
    const before = found.get(path);
    const now = together(before, way);
    if (!known.has(path) || JSON.stringify(before) === JSON.stringify(now)) return;
    found.set(path, now);
    waiting.push(path);
  };
  for (const path of paths.filter(isNamedSo)) add(path, { adds: false, folders: [dirname(path)] });
  const [first = ''] = named;
  for (const path of named) {
    // The paths in all of them are relative to the folder of the first
    if (dirname(path) === dirname(first)) add(path, { adds: path !== first, folders: [dirname(path)] });
  }
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (!texts.has(path)) texts.set(path, await read(path));
    const text = texts.get(path);
    if (text === undefined || !NAMES_OTHERS.test(text)) continue;
    const { composeLinks } = await import('./compose-links.ts');
    const { services, folders = [] } = found.get(path) ?? {};
    for (const { path: other, adds, extended } of composeLinks(path, text)) {
      const isWithin = services === undefined && other === path;
      // What is not extended leads nowhere
      const isUsed = services === undefined || (extended !== undefined && services.includes(extended.by));
      if (isWithin || !isUsed) continue;
      add(other, { adds, folders, ...(extended && { services: [extended.service] }) });
    }
  }
  return new Map([...found].filter(([path]) => !isNamedSo(path)));
}
