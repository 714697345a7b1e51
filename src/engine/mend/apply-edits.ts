import type { TextEdit } from '../../model/edit.ts';

/** A text with edits made, none of which overlap; lines that are added end as the others do. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const isDos = text.includes('\r\n');
  const ending = (added: string) => (isDos ? added.replaceAll(/\r?\n/g, '\r\n') : added);
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce(
      (whole, { start, end, text: added }) => whole.slice(0, start) + ending(added) + whole.slice(end),
      text,
    );
}
