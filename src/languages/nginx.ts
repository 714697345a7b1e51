import { placesIn } from '../matching/places-in.ts';
import type { LineColumn, NginxDirective, SyntaxFlaw } from '../model/observations/source.ts';
import { directiveFlaws, isForgotten } from './nginx-directives.ts';
import { namesMissing } from './nginx-names.ts';
import type { Parse } from './reading.ts';

interface Token extends LineColumn {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** `;`, `{` and `}` that are no part of a word. */
  readonly mark: boolean;
}

const SPACE = /(?:\s+|#[^\n]*)+/y;
const QUOTED = /"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'/y;
/** `${name}` belongs to the word that it stands in. */
const WORD = /(?:\\[\s\S]|\$\{[^}\s]*\}|[^\s;{}])+/y;

/** What may hold braces in such a program: its texts and comments. */
const LUA = /"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'|--[^\n]*/y;

/** The blocks whose content is no configuration but a program. */
const PROGRAM = /_by_lua_block$/;

class Unreadable extends Error {
  readonly flaw: SyntaxFlaw;
  constructor(flaw: SyntaxFlaw) {
    super(flaw.message);
    this.flaw = flaw;
  }
}

function tokensOf(text: string): Token[] {
  const place = placesIn(text);
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const match = pattern.exec(text)?.[0];
    if (match !== undefined) at = pattern.lastIndex;
    return match;
  };
  const skipProgram = () => {
    let depth = 0;
    for (; at < text.length; at++) {
      while (take(LUA) !== undefined);
      if (text[at] === '{') depth++;
      if (text[at] === '}' && --depth === 0) return void at++;
    }
  };
  for (;;) {
    take(SPACE);
    if (at >= text.length) return tokens;
    const start = at;
    const here = { ...place(at), start };
    const character = text[at] ?? '';
    if (';{}'.includes(character)) {
      const program = character === '{' && PROGRAM.test(tokens.at(-1)?.text ?? '');
      if (program) skipProgram();
      else at++;
      tokens.push({ ...here, end: at, text: program ? ';' : character, mark: true });
    } else if (character === '"' || character === "'") {
      const quoted = take(QUOTED);
      if (quoted === undefined)
        throw new Unreadable({ ...here, message: `the quote ${character} is not closed` });
      if (!/[\s;{)]/.test(text[at] ?? ';')) {
        throw new Unreadable({ ...place(at), message: `unexpected "${text[at]}" after a quoted text` });
      }
      tokens.push({ ...here, end: at, text: quoted.slice(1, -1), mark: false });
    } else {
      const word = take(WORD) ?? text[at++] ?? '';
      tokens.push({ ...here, end: at, text: word, mark: false });
    }
  }
}

/** In a template a line that is filled in as a whole, or with nothing. */
const FILLED_LINE = /^[ \t]*\$\{\w+\}[ \t]*$/gm;

/** The configuration language of nginx: directives, which end with `;` or hold a block. */
export const parse: Parse = (whole, path) => {
  const isTemplate = path.endsWith('.template');
  const text = isTemplate ? whole.replace(FILLED_LINE, line => ' '.repeat(line.length)) : whole;
  const flaws: SyntaxFlaw[] = [];
  let tokens: Token[] = [];
  try {
    tokens = tokensOf(text);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { flaws: [error.flaw] };
  }
  let at = 0;

  function directive(first: Token): NginxDirective {
    const { line, column, start, text: name } = first;
    const args: string[] = [];
    for (;;) {
      const next = tokens[at];
      const isOver = next === undefined || (next.mark && next.text === '}');
      if (isOver || isForgotten(name, tokens[at - 1]?.line, next, tokens[at + 1])) {
        flaws.push({ line, column, message: `directive "${name}" is not terminated by ";"` });
        return { name, args, line, column, start, end: tokens[at - 1]?.end ?? start };
      }
      at++;
      if (!next.mark) args.push(next.text);
      else if (next.text === ';') return { name, args, line, column, start, end: next.end };
      else {
        const inner = block(next);
        const end = tokens[at - 1]?.end ?? next.end;
        return { name, args, line, column, start, inside: next.end, end, block: inner };
      }
    }
  }

  function block(open?: Token): NginxDirective[] {
    const found: NginxDirective[] = [];
    for (;;) {
      const next = tokens[at++];
      if (next === undefined) {
        if (open !== undefined)
          flaws.push({ line: open.line, column: open.column, message: '"{" is not closed by "}"' });
        return found;
      }
      if (!next.mark) {
        found.push(directive(next));
      } else if (next.text === '}' && open !== undefined) return found;
      else flaws.push({ line: next.line, column: next.column, message: `unexpected "${next.text}"` });
    }
  }

  const directives = block();
  if (flaws.length === 0) flaws.push(...directiveFlaws(directives, isTemplate));
  return { flaws, tree: { kind: 'nginx', directives, namesMissing } };
};
