import type { LineCounter } from 'yaml';
import { yaml } from './yaml-library.ts';

/** Lines of a text that no YAML parser has read. */
export function lineCounterOf(text: string): LineCounter {
  const lines = new (yaml().LineCounter)();
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
  return lines;
}
