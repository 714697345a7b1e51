import type { LineColumn } from '../model/observations/source.ts';

/** The offset of a line and column of a text; its length when it has no such line. */
export function offsetIn(text: string, { line, column }: LineColumn): number {
  let start = 0;
  for (let at = 1; at < line; at++) {
    const next = text.indexOf('\n', start);
    if (next === -1) return text.length;
    start = next + 1;
  }
  return start + column - 1;
}
