/** A line break, also one that JSON escapes or that has become a blank, between long runs of base64 digits. */
const BREAK = /(?<=[A-Za-z0-9+/_-]{20})(?:\s|\\{1,4}[nr])+(?=[A-Za-z0-9+/_-])/g;

/** A text without some parts of it, and where its characters stood before. */
export interface Unwrapped {
  readonly text: string;
  original(index: number): number;
}

/** Joins base64 that was wrapped over lines; undefined when nothing in the text looks so. */
export function unwrapBase64(text: string): Unwrapped | undefined {
  const breaks = [...text.matchAll(BREAK)];
  if (breaks.length === 0) return undefined;
  return {
    text: text.replace(BREAK, ''),
    original(index) {
      let before = index;
      for (const found of breaks) {
        if (found.index >= before) break;
        before += found[0].length;
      }
      return before;
    },
  };
}
