/** One statement of an SQL file. */
export interface Statement {
  readonly text: string;
  /** Where it begins in the file, in characters. */
  readonly offset: number;
}

/** Comments, quoted things, words, and single characters, the first that matches at a place. */
const TOKEN =
  /--[^\n]*|\/\*|[eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|\s+|./gsy;

/** Comments of this kind nest in PostgreSQL. */
function endOfComment(sql: string, start: number): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = start;
  let depth = 0;
  for (let found = mark.exec(sql); found !== null; found = mark.exec(sql)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return sql.length;
}

function endOfToken(sql: string, start: number, token: string): number {
  if (token === '/*') return endOfComment(sql, start);
  if (!token.startsWith('$') || token.length < 2) return start + token.length;
  const end = sql.indexOf(token, start + token.length);
  return end < 0 ? sql.length : end + token.length;
}

const isBlank = (token: string) => /^(\s|--|\/\*)/.test(token);

/**
 * Splits SQL at the semicolons that end statements, as `psql` does: not those in quotes, comments, brackets, or in the
 * body of a function (`BEGIN ATOMIC … END`). PostgreSQL would run a text of many statements as one transaction, in which
 * no database can be created.
 */
export function splitSql(sql: string): Statement[] {
  const statements: Statement[] = [];
  let words: string[] = [];
  let start = -1;
  let brackets = 0;
  let blocks = 0;
  const close = (end: number) => {
    if (start >= 0) statements.push({ text: sql.slice(start, end), offset: start });
    [start, brackets, blocks, words] = [-1, 0, 0, []];
  };
  for (let at = 0; at < sql.length; ) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(sql)?.[0] ?? '';
    const end = endOfToken(sql, at, token);
    if (token === ';' && brackets === 0 && blocks === 0) close(at);
    else if (start < 0 && !isBlank(token)) start = at;
    if (token === '(') brackets++;
    if (token === ')') brackets = Math.max(0, brackets - 1);
    if (/^[a-z]+$/i.test(token)) {
      const word = token.toLowerCase();
      if (words.length < 4) words.push(word);
      if (definesRoutine(words)) blocks = Math.max(0, blocks + blockChange(word, blocks));
    }
    at = end;
  }
  close(sql.length);
  return statements;
}

const definesRoutine = (words: readonly string[]) =>
  /^create (or replace )?(function|procedure)\b/.test(words.join(' '));

function blockChange(word: string, blocks: number): number {
  if (word === 'begin') return 1;
  if (word === 'case' && blocks > 0) return 1;
  return word === 'end' ? -1 : 0;
}
