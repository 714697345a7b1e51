import type { SyntaxFlaw } from '../model/observations/source.ts';

const COOKIE = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
const EMPTY = /^[ \t\f]*(?:#.*)?\r?$/;

/** The families of names that CPython's codecs go by, `-` and `.` as `_`. */
const KNOWN = new RegExp(
  `^(?:${[
    'utf(?:_?(?:7|8|16|32)\\w*)?',
    'u(?:7|8|16|32|_?jis|hc|s|s_ascii)',
    'ascii|646|raw_unicode_escape|unicode_?\\w+|undefined|punycode|idna|charmap',
    'iso\\w+|cs\\w+|latin_?\\d*(?:_\\w+)?|l\\d+',
    '(?:cp|ibm|windows|ms|x_mac|mac)_?\\w+|\\d{3,4}|mbcs|dbcs|oem|ansi\\w*',
    'koi8_\\w|ruscii|euc\\w+|uhc|big5\\w*|gb\\w+|hz\\w*|hkscs|johab|ks\\w+|k[zr]_?1048|rk1048|strk1048\\w*',
    '(?:shift_?|s_?)jis\\w*|jis\\w+|chinese|korean|thai|tis_?620\\w*|greek8?|hebrew|arabic|cyrillic\\w*',
    'hp_roman8|roman8|r8|elot_928|ecma_\\d+|asmo_708|ebcdic\\w+|p(?:t|tcp)154|palmos',
  ].join('|')})$`,
);

/**
 * The encoding that a text in Python declares in one of its first two lines (PEP 263), and its line: in the second one only where
 * nothing but a comment stands in the first.
 */
export function declaredEncoding(text: string): { name: string; line: number } | undefined {
  const lines = text.split('\n', 2);
  for (const [index, line] of lines.entries()) {
    const name = COOKIE.exec(line)?.[1];
    if (name !== undefined) return { name, line: index + 1 };
    if (!EMPTY.test(line)) return undefined;
  }
  return undefined;
}

/** What CPython refuses of the encoding that a text declares: one that it does not know, or another than its mark says. */
export function declarationFlaw(text: string, hasMark: boolean): SyntaxFlaw | undefined {
  const declared = declaredEncoding(text);
  if (declared === undefined) return undefined;
  const { name, line } = declared;
  const plain = name.toLowerCase().replaceAll(/[-.]/g, '_');
  // Not "utf8" either
  if (hasMark && !/^utf_8(?:_|$)/.test(plain))
    return { line, column: 1, message: `declares the encoding ${name}, and begins with the mark of UTF-8` };
  return KNOWN.test(plain)
    ? undefined
    : { line, column: 1, message: `declares the encoding ${name}, which Python does not know` };
}
