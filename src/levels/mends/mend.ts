import { offsetIn } from '../../matching/offset-in.ts';
import type { Edit, TextEdit } from '../../model/edit.ts';
import type { SourceFile, SourceObservation } from '../../model/observations/source.ts';
import type { Spot } from '../../model/verdict.ts';

/** What mends a spot of one rule; nothing where a person has to decide. */
export type Mend = (spot: Spot, project: SourceObservation) => readonly Edit[];

/** The file of a spot, its text, and where in it the spot is. */
export interface Found {
  readonly file: SourceFile;
  readonly text: string;
  readonly offset: number;
}

/** See {@link Found}; undefined when the file has no text. */
export function find(spot: Spot, { files }: SourceObservation): Found | undefined {
  const file = files.find(({ path }) => path === spot.file);
  if (file?.text === undefined) return undefined;
  return { file, text: file.text, offset: offsetIn(file.text, spot) };
}

/** Puts text before an offset. */
export const insert = (file: string, at: number, text: string): TextEdit => ({
  file,
  start: at,
  end: at,
  text,
});

/** The blanks at the beginning of the line of an offset; undefined when something else stands before it. */
export function indentAt(text: string, offset: number): string | undefined {
  const before = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  return /^[ \t]*$/.test(before) ? before : undefined;
}

/** A mend that replaces what a pattern (with the flag `y`) finds at the spot. */
export const replacing =
  (pattern: RegExp, by: (found: string) => string): Mend =>
  (spot, project) => {
    const found = find(spot, project);
    if (found === undefined) return [];
    pattern.lastIndex = found.offset;
    const old = pattern.exec(found.text)?.[0];
    if (old === undefined) return [];
    const { offset } = found;
    return [{ file: spot.file, start: offset, end: offset + old.length, text: by(old) }];
  };
