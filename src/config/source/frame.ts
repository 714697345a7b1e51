import { maskLine } from '../looks-secret.ts';

const WIDEST = 110;

/** A source line and, below it, a caret under the column (1-based). A long line is cut around the column. */
export function frameOf(line: string, column: number): string {
  const before = maskLine(line.slice(0, column - 1));
  const masked = maskLine(line);
  const caret = masked.startsWith(before) ? before.length : column - 1;
  const start = caret < WIDEST - 20 ? 0 : caret - 40;
  const cut = masked.slice(start, start + WIDEST);
  const indent = masked.slice(start, caret).replace(/[^\t]/g, ' ');
  return `${start > 0 ? '…' : ''}${cut}${start + WIDEST < masked.length ? '…' : ''}\n${start > 0 ? ' ' : ''}${indent}^`;
}
