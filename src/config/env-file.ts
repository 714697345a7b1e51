import type { Problem } from '../model/problem.ts';
import { replaceVariables } from './compose/compose-variables.ts';
import { lineCounterOf } from './source/line-counter.ts';
import { positionAt } from './source/yaml-source.ts';

/** The variables of an env file; of a key that stands twice, the last value. */
export interface EnvFile {
  readonly variables: Readonly<Record<string, string>>;
  readonly problems: readonly Problem[];
}

const KEY = /[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \t]*=[ \t]*/y;
const BLANK = /[ \t]*(?:#.*)?(?:\r?\n|$)/y;
const SINGLE = /'([^']*)'/y;
const DOUBLE = /"((?:[^"\\]|\\[\s\S])*)"/y;
const PLAIN = /[^\r\n]*/y;
const REST = /[^\n]*(?:\n|$)/y;
const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t' };

/** Stands for a dollar that was escaped, while variables are replaced. */
const DOLLAR = '\u0000';

const unescaped = (text: string) =>
  text.replace(/\\([nrt"\\$])/g, (_, char: string) => (char === '$' ? DOLLAR : (ESCAPES[char] ?? char)));

/**
 * Reads an env file as compose does: `KEY=VALUE`, `export` allowed, `#` begins a comment only after a blank, single
 * quotes are literal, double quotes know escapes, both may span lines, and outside of single quotes `$NAME` and
 * `${NAME}` are replaced by earlier lines or the environment.
 *
 * @param file as shown in problems, which never hold a value.
 */
export function parseEnvFile(
  text: string,
  file: string,
  environment: Readonly<Record<string, string | undefined>> = {},
): EnvFile {
  const variables = new Map<string, string>();
  const problems: Problem[] = [];
  let offset = 0;
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = offset;
    const match = pattern.exec(text);
    if (match === null) return undefined;
    offset = pattern.lastIndex;
    return match;
  };
  const report = (code: Problem['code'], start: number, message: string, fix: string) => {
    const { frame: _, ...at } = positionAt({ file, text, lines: lineCounterOf(text) }, start);
    problems.push({ code, message, at, fix });
  };
  const replaced = (value: string, start: number) =>
    replaceVariables(
      value,
      name => environment[name] || variables.get(name),
      name =>
        report(
          'CONFIG_UNSET_VARIABLE',
          start,
          `the variable ${name} is not set`,
          `Set it above, or write $$ for a dollar, or put the value in single quotes.`,
        ),
      () =>
        report(
          'CONFIG_SYNTAX',
          start,
          'a "${" begins no variable',
          'Close it with }, or write $$ for a dollar, or put the value in single quotes.',
        ),
    ).replaceAll(DOLLAR, '$');

  function value(): string | undefined {
    const start = offset;
    const single = take(SINGLE);
    if (single !== undefined) return single[1];
    const double = take(DOUBLE);
    if (double !== undefined) return replaced(unescaped(double[1] ?? ''), start);
    if (text[start] === '"' || text[start] === "'") return undefined;
    const plain = take(PLAIN)?.[0] ?? '';
    const comment = plain.search(text[start - 1] === '=' ? /[ \t]#/ : /(?:^|[ \t])#/);
    return replaced((comment === -1 ? plain : plain.slice(0, comment)).trim(), start);
  }

  while (offset < text.length) {
    if (take(BLANK) !== undefined) continue;
    const start = offset;
    const key = take(KEY)?.[1];
    if (key === undefined) {
      report(
        'CONFIG_SYNTAX',
        start,
        'this line is no KEY=VALUE',
        'Write KEY=VALUE, or begin a comment with #.',
      );
      take(REST);
      continue;
    }
    const valueStart = offset;
    const read = value();
    if (read === undefined) {
      report('CONFIG_SYNTAX', valueStart, `the quote of ${key} is not closed`, 'Close the quote.');
    } else if (take(BLANK) === undefined) {
      report('CONFIG_SYNTAX', offset, `text follows the quoted value of ${key}`, 'Quote the whole value.');
    } else {
      variables.set(key, read);
      continue;
    }
    take(REST);
  }
  return { variables: Object.fromEntries(variables), problems };
}
