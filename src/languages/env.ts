import { placesIn } from '../matching/places-in.ts';
import type { EnvEntry, SyntaxFlaw } from '../model/observations/source.ts';
import type { Parse } from './reading.ts';

const LINE = /[ \t]*(?:#[^\n]*|(?:export[ \t]+)?([^\s=#][^\n=]*?)?[ \t]*(=)[ \t]*|([^\s#][^\n]*))?/y;
const QUOTED = { '"': /"(?:\\[\s\S]|[^"\\])*"/y, "'": /'[^']*'/y };
const REST = /[^\n]*/y;
const KEY = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

/** The plain value: what follows ` #` is a comment, as compose has it. */
const plain = (raw: string) => raw.replace(/(?:^|[ \t])#.*$/, '').trim();

/** An `.env` file as compose reads it, every line with its place; dotenv would pass over what is broken. */
export const parse: Parse = text => {
  const entries: EnvEntry[] = [];
  const flaws: SyntaxFlaw[] = [];
  const place = placesIn(text);
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) at = pattern.lastIndex;
    return match;
  };

  function value(key: string, start: number): void {
    const begin = at;
    const quote = text[at] === '"' || text[at] === "'" ? (text[at] as '"' | "'") : undefined;
    const quoted = quote && take(QUOTED[quote])?.[0];
    const rest = take(REST)?.[0].replace(/\r$/, '') ?? '';
    if (quote !== undefined && quoted === undefined) {
      flaws.push({ ...place(begin), message: `the quote of ${key} is not closed` });
      return;
    }
    if (quoted !== undefined && !/^[ \t]*(?:#.*)?$/.test(rest)) {
      flaws.push({ ...place(begin + quoted.length), message: `text follows the quoted value of ${key}` });
    }
    const raw = `${quoted ?? ''}${rest}`;
    entries.push({
      ...place(start),
      key,
      raw,
      quote,
      value: quoted === undefined ? plain(rest) : quoted.slice(1, -1),
    });
  }

  while (at < text.length) {
    const line = at;
    const [, key, equals, other] = take(LINE) ?? [];
    const start = line + (/^[ \t]*/.exec(text.slice(line))?.[0].length ?? 0);
    if (equals !== undefined) {
      if (key === undefined || !KEY.test(key)) {
        flaws.push({ ...place(start), message: 'this is no name of a variable' });
        take(REST);
      } else value(key, start);
    } else if (other !== undefined && !/^(?:export[ \t]+)?[A-Za-z_][\w.-]*\s*$/.test(other)) {
      flaws.push({ ...place(start), message: 'this line is no KEY=VALUE' });
    }
    at = text.indexOf('\n', at) === -1 ? text.length : text.indexOf('\n', at) + 1;
  }
  return { flaws, tree: { kind: 'env', entries } };
};
