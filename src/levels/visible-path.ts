// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a terminal or a log would obey
const ODD = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]|^\s|\s$/u;
const UNSEEN = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/**
 * A path as a terminal and a log may show it: one whose name holds what these obey (line breaks, colours, a change of the
 * direction of text) or what nobody sees is in quotes, as git has it.
 */
export const visiblePath = (path: string): string =>
  ODD.test(path)
    ? JSON.stringify(path).replace(
        UNSEEN,
        character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
      )
    : path;
