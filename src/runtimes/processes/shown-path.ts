import { relative } from 'node:path';

/** A path to print or to type: relative when it lies below the working directory. */
export function shownPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : short || '.';
}
