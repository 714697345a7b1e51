import { stripVTControlCharacters } from 'node:util';

/** Where the text of a row with a label begins: see failure-block.ts. */
const ROW = /^ {5}[a-z ]{9} (?=\S)/;
const ITEM = /^ \S /;
/** A line to copy: the terminal may break it, we must not. */
const COMMAND = /^ {15}\$ /;
/** Below a line of a file, at the place that is meant. */
const CARET = /^ *\^+$/;
/** On less there is no room for an indent. */
const NARROWEST = 40;

const indentOf = (line: string): number =>
  (ROW.exec(line) ?? ITEM.exec(line) ?? /^ */.exec(line))?.[0].length ?? 0;

function foldLine(line: string, width: number): string {
  const bare = stripVTControlCharacters(line);
  if (bare.length <= width || COMMAND.test(bare)) return line;
  const indent = ' '.repeat(indentOf(bare));
  let column = 0;
  let folded = '';
  for (const piece of line.match(/\s*\S+/g) ?? []) {
    const length = stripVTControlCharacters(piece).length;
    const word = piece.trimStart();
    const breaks = column > indent.length && column + length > width;
    folded += breaks ? `\n${indent}${word}` : piece;
    column = breaks ? indent.length + stripVTControlCharacters(word).length : column + length;
  }
  return folded;
}

/**
 * Breaks what is longer than the terminal is wide between words, and has it go on below where its text begins.
 *
 * @param width `columns` of a stream: what is no terminal has none, and nothing is broken
 */
export function foldLines(text: string, width: number | undefined): string {
  if (width === undefined || width < NARROWEST) return text;
  const lines = text.split('\n');
  return lines
    .map((line, index) => (CARET.test(lines[index + 1] ?? '') ? line : foldLine(line, width)))
    .join('\n');
}
