import type { Problem } from '../model/problem.ts';
import type { ConfigCode } from './config-codes.ts';
import type { Locate } from './source/locate.ts';

/** Keys and indexes from the root of a document to a value. */
export type Path = readonly (string | number)[];

/** A flaw at a place in a document that is not looked up yet. */
export interface Flaw {
  readonly code: ConfigCode;
  readonly path: Path;
  /** Point at the key instead of its value. */
  readonly at?: 'key' | 'value';
  readonly message: string;
  readonly expected?: string;
  readonly got?: string;
  readonly causes?: readonly string[];
  readonly fix?: string;
  /** What the last key of the path was probably meant to be. */
  readonly meant?: string;
  /** What is not there and would make it good. When one of these was cut for its form, this is no flaw of its own. */
  readonly lacks?: readonly Path[];
}

/** `api.endpoints[2].expect`; the root is `the file`. */
export function formatPath(path: Path): string {
  const text = path.reduce<string>(
    (before, part) => (typeof part === 'number' ? `${before}[${part}]` : before ? `${before}.${part}` : part),
    '',
  );
  return text || 'the file';
}

/** Looks the place up. */
export function toProblem(flaw: Flaw, locate: Locate): Problem {
  const { path, at = 'value', meant: _, lacks: __, ...rest } = flaw;
  return { ...rest, at: locate(path, at) };
}

/** In the order of the files and lines; those without a place first. */
export function byPosition(a: Problem, b: Problem): number {
  if (a.at === undefined || b.at === undefined)
    return Number(a.at !== undefined) - Number(b.at !== undefined);
  return a.at.file.localeCompare(b.at.file) || a.at.line - b.at.line || a.at.column - b.at.column;
}
