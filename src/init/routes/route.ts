import { posix } from 'node:path';
import { placesIn } from '../../matching/places-in.ts';
import type { SourceFile, SourceObservation } from '../../model/observations/source.ts';
import type { Place } from '../../model/verdict.ts';

/** A path that the code answers to GET, and where it is written. */
export interface FoundRoute extends Place {
  readonly path: string;
  /** The document says that it answers 200; undefined of code, which does not tell. */
  readonly status?: number;
}

/** Finds the routes of one framework. */
export type FindRoutes = (project: SourceObservation) => FoundRoute[];

/** Code of the application, without tests and without what others wrote. */
const NOT_OURS =
  /(?:^|\/)(?:tests?|__tests__|spec|node_modules|vendor|migrations?)\/|(?:^|\/)(?:test_[^/]*|[^/]*[._](?:test|spec)\.[^/]*|conftest\.py)$/;

/** The files of an extension that may hold routes. */
export const codeOf = ({ files }: SourceObservation, extension: RegExp): (SourceFile & { text: string })[] =>
  files.filter(
    (file): file is SourceFile & { text: string } =>
      file.text !== undefined && extension.test(file.path) && !NOT_OURS.test(file.path),
  );

/** `/a/b` of prefixes and a path, however their slashes are written. A slash at the end stays. */
export const joined = (...parts: readonly string[]): string => posix.join('/', ...parts);

/** Routes of the matches of a pattern in a file. */
export function routesIn(
  { path: file, text }: { readonly path: string; readonly text: string },
  pattern: RegExp,
  toPath: (match: RegExpExecArray) => string | undefined,
): FoundRoute[] {
  const place = placesIn(text);
  return [...text.matchAll(pattern)].flatMap(match => {
    const path = toPath(match as RegExpExecArray);
    return path === undefined ? [] : [{ file, ...place(match.index), path }];
  });
}
