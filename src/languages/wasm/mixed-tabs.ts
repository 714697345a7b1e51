import type { SyntaxFlaw } from '../../model/observations/source.ts';

const TAB = 8;

/** What ends a line, or keeps one from ending: texts, comments, brackets. */
const TOKENS =
  /"""[^"\\]*(?:(?:\\[\s\S]|"(?!""))[^"\\]*)*"""|'''[^'\\]*(?:(?:\\[\s\S]|'(?!''))[^'\\]*)*'''|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'|#[^\n]*|\\\r?\n|[()[\]{}]|\n/g;

/** Where lines begin that are no continuation of others. */
function* logicalLines(text: string): Generator<number> {
  yield 0;
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    if ('([{'.includes(token)) depth++;
    else if (')]}'.includes(token)) depth--;
    else if (token === '\n' && depth === 0) yield index + 1;
  }
}

/** How far a line is indented: with tabs of eight columns, and of one. */
function indentOf(blanks: string): readonly [wide: number, narrow: number] {
  let [wide, narrow] = [0, 0];
  for (const blank of blanks) {
    if (blank === '\f') [wide, narrow] = [0, 0];
    else if (blank === '\t') [wide, narrow] = [(Math.floor(wide / TAB) + 1) * TAB, narrow + 1];
    else [wide, narrow] = [wide + 1, narrow + 1];
  }
  return [wide, narrow];
}

/**
 * The first line whose indentation depends on how wide a tab is: CPython's `TabError`, which ruff does not know. For a text that
 * has no other flaw.
 */
export function mixedTabs(text: string): SyntaxFlaw | undefined {
  if (!/^[ \f]*\t/m.test(text) || !/^\t*[ ]/m.test(text)) return undefined;
  const stack: (readonly [wide: number, narrow: number])[] = [[0, 0]];
  for (const start of logicalLines(text)) {
    const blanks = /[ \t\f]*/y;
    blanks.lastIndex = start;
    const [before = ''] = blanks.exec(text) ?? [];
    if (/[#\r\n]/.test(text[start + before.length] ?? '\n')) continue;
    const [wide, narrow] = indentOf(before);
    while (stack.length > 1 && wide < (stack.at(-1)?.[0] ?? 0)) stack.pop();
    const [topWide, topNarrow] = stack.at(-1) ?? [0, 0];
    const agrees = wide === topWide ? narrow === topNarrow : narrow > topNarrow;
    if (!agrees) {
      const line = text.slice(0, start).split('\n').length;
      return { line, column: 1, message: 'its indentation mixes tabs and blanks' };
    }
    if (wide > topWide) stack.push([wide, narrow]);
  }
  return undefined;
}
