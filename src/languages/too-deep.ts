import type { SyntaxFlaw } from '../model/observations/source.ts';

/** The native parser of JavaScript ends the whole process somewhere between 3,000 and 10,000. */
const DEEPEST = 2500;

const QUOTED = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/\/[^\n]*/g;
const OPENING = '([{';
const CLOSING = ')]}';

function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of text) {
    if (OPENING.includes(character)) deepest = Math.max(deepest, ++depth);
    else if (CLOSING.includes(character)) depth = Math.max(0, depth - 1);
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
