import type { TextEdit } from '../../model/edit.ts';

/** What is added to a text, its lines ended as the others are. */
export const endedLike = (text: string, added: string): string =>
  text.includes('\r\n') ? added.replaceAll(/\r?\n/g, '\r\n') : added;

/** A text with edits made, none of which overlap; lines that are added end as the others do. */
export const applyEdits = (text: string, edits: readonly TextEdit[]): string =>
  edits
    .toSorted((a, b) => b.start - a.start)
    .reduce(
      (whole, { start, end, text: added }) =>
        whole.slice(0, start) + endedLike(text, added) + whole.slice(end),
      text,
    );
