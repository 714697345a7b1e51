/** Why a JSON text is judged no further, although it can be read. */
export type JsonHazard = 'JSON_TOO_DEEP' | 'JSON_DUPLICATE_KEY';

/** Deeper than any document that means well, and shallow enough for everything that walks through one. */
export const MOST_DEPTH = 250;

/** Where the string that begins at `start` has its closing quote. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); ; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return at;
  }
}

/** Whether the first thing from here on is a colon. */
function colonFollows(text: string, from: number): boolean {
  let at = from;
  while (/[ \t\r\n]/.test(text[at] ?? '')) at++;
  return text[at] === ':';
}

const keyIn = (raw: string): string => (raw.includes('\\') ? (JSON.parse(raw) as string) : raw.slice(1, -1));

/**
 * Finds in a valid JSON text what readers differ in: members that come twice (RFC 8259 §4 leaves open which one counts,
 * so a failure can hide behind a success), and nesting that ends in a stack overflow.
 */
export function jsonHazard(text: string): JsonHazard | undefined {
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '{' || char === '[') {
      open.push(char === '{' ? new Set() : undefined);
      if (open.length > MOST_DEPTH) return 'JSON_TOO_DEEP';
    } else if (char === '}' || char === ']') open.pop();
    else if (char === '"') {
      const end = endOfString(text, at);
      const keys = open.at(-1);
      if (keys !== undefined && colonFollows(text, end + 1)) {
        const key = keyIn(text.slice(at, end + 1));
        if (keys.has(key)) return 'JSON_DUPLICATE_KEY';
        keys.add(key);
      }
      at = end;
    }
  }
  return undefined;
}
