/** A `${…}` of a text. */
export interface BracedReference {
  readonly name: string;
  /** Such as `:-`; empty when nothing follows the name. */
  readonly operator: string;
  /** What follows the operator; it may hold references itself. */
  readonly operand: string;
  /** Where the text goes on behind it. */
  readonly end: number;
}

/** Where the brace that opens here is closed; braces within it come in pairs. */
function closingBrace(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  return -1;
}

/** The reference whose `${` stands at `start`; undefined when it is none. */
export function bracedReference(text: string, start: number): BracedReference | undefined {
  const close = closingBrace(text, start + 1);
  if (close === -1) return undefined;
  const body = /^([A-Za-z_][A-Za-z0-9_]*)(?:(:?[-?+])([\s\S]*))?$/.exec(text.slice(start + 2, close));
  if (body === null) return undefined;
  const [, name = '', operator = '', operand = ''] = body;
  return { name, operator, operand, end: close + 1 };
}
