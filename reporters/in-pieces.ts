/** As many make a piece that is written at once. */
const AT_ONCE = 1000;

/** Items, so many at a time: the text of thousands is many megabytes, and is never held as a whole. */
export function* inPieces<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < items.length; from += AT_ONCE) yield items.slice(from, from + AT_ONCE);
}
