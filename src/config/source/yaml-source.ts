import type { Document, LineCounter } from 'yaml';
import type { Position } from '../../model/problem.ts';
import { frameOf } from './frame.ts';

/** A YAML file that has been parsed, with what it takes to say where something stands in it. */
export interface YamlSource {
  /** As shown to people. */
  readonly file: string;
  readonly text: string;
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
}

/** The place of a character of the text. */
export function positionAt({ file, text, lines }: Omit<YamlSource, 'document'>, offset: number): Position {
  const { line, col } = lines.linePos(Math.min(offset, text.length));
  const start = offset - (col - 1);
  const source = text.slice(start).split(/\r?\n/, 1)[0] ?? '';
  return { file, line: Math.max(line, 1), column: col, frame: frameOf(source, col) };
}
