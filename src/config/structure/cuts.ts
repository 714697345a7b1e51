import type { Flaw, Path } from '../flaw.ts';
import { isMap } from '../is-map.ts';

/** A place of a document of which the wrong value was left out, or is held by a placeholder. */
export interface Cut {
  readonly path: Path;
  /** It was a key that the format does not know, and may have been meant as any other. */
  readonly unknownKey?: boolean;
  /** It stands twice: what it holds can be judged, and what it lacks the other may have. */
  readonly doubled?: boolean;
}

/** Whether a path is another one or lies within it. */
export const isWithin = (path: Path, outer: Path): boolean =>
  outer.length <= path.length && outer.every((part, index) => path[index] === part);

/** Whether a value, what it stands in, or something in it was cut. */
export const isUnsure = (cuts: readonly Cut[], path: Path): boolean =>
  cuts.some(cut => isWithin(cut.path, path) || isWithin(path, cut.path));

/** What stands at a path of a document of any form. */
export function valueAt(document: unknown, path: Path): unknown {
  let current = document;
  for (const key of path) {
    if (!(Array.isArray(current) || isMap(current)) || !Object.hasOwn(current, key)) return undefined;
    current = (current as Record<string | number, unknown>)[key];
  }
  return current;
}

/** Whether what a file lacks may be what was cut: itself, what it would stand in, or an unknown key beside it. */
function mayBeCut(path: Path, cuts: readonly Cut[], document: unknown): boolean {
  if (cuts.some(cut => isWithin(path, cut.path))) return true;
  const depth = path.findIndex((_, index) => valueAt(document, path.slice(0, index + 1)) === undefined);
  if (depth === -1) return false;
  return cuts.some(
    cut => cut.unknownKey && cut.path.length === depth + 1 && isWithin(cut.path, path.slice(0, depth)),
  );
}

/** Whether a flaw is about something that was cut, or would not be there if nothing had been cut. */
export const followsFrom = (cuts: readonly Cut[], document: unknown, { path, lacks = [] }: Flaw): boolean =>
  cuts.some(cut => !cut.unknownKey && !cut.doubled && isWithin(path, cut.path)) ||
  lacks.some(lack => mayBeCut(lack, cuts, document));
