import type { SyntaxFlaw } from '../model/observations/source.ts';

/** The native parser of JavaScript ends the whole process somewhere between 3,000 and 10,000. */
const DEEPEST = 2500;

const QUOTED = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/\/[^\n]*/g;
const [ROUND, ROUND_END, SQUARE, SQUARE_END, CURLY, CURLY_END] = Buffer.from('()[]{}');

/** By codes, not by letters: it looks at each letter of each program. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === ROUND || code === SQUARE || code === CURLY) {
      depth++;
      if (depth > deepest) deepest = depth;
    } else if (depth > 0 && (code === ROUND_END || code === SQUARE_END || code === CURLY_END)) depth--;
  }
  return deepest;
}

/** What is said of a text that no parser comes to the end of. */
export const TOO_DEEP: SyntaxFlaw = { line: 1, column: 1, message: 'is nested too deeply to be read' };

/** Whether brackets in a program stand in one another as only somebody means who wants to break its parser. */
export const isTooDeep = (text: string): boolean =>
  text.length > 2 * DEEPEST && depthOf(text) > DEEPEST && depthOf(text.replaceAll(QUOTED, '')) > DEEPEST;

/** Whether a parser, of which most call themselves, ran out of stack. */
export const isOutOfStack = (error: unknown): boolean =>
  error instanceof Error && error.message.includes('Maximum call stack size exceeded');
