const escapeRegex = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** Hexadecimal digits in either case. */
const anyCase = (hex: string) =>
  hex.replace(/[a-f]/gi, digit => `[${digit.toLowerCase()}${digit.toUpperCase()}]`);

const NAMED: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };
const SHORT: Record<string, string> = {
  '\b': 'b',
  '\f': 'f',
  '\n': 'n',
  '\r': 'r',
  '\t': 't',
  '/': '/',
  '"': '"',
  '\\': '\\',
};
/** Backslashes double each time that JSON stands in JSON. */
const SLASHES = '\\\\{1,4}';

/** Percent signs are encoded again each time that an address stands in an address. */
const PERCENT = '%(?:25){0,2}';

/** One character in all forms that may be mixed in one text: as it is, percent-encoded, escaped in JSON or HTML. */
export function character(char: string): string {
  const percent = [...Buffer.from(char)]
    .map(byte => `${PERCENT}${anyCase(byte.toString(16).padStart(2, '0'))}`)
    .join('');
  const units = [...Array(char.length).keys()].map(index =>
    char.charCodeAt(index).toString(16).padStart(4, '0'),
  );
  const json = units.map(unit => `${SLASHES}u${anyCase(unit)}`).join('');
  const code = char.codePointAt(0) ?? 0;
  const forms = [escapeRegex(char), percent, json, `&#0*${code};`, `&#[xX]0*${anyCase(code.toString(16))};`];
  const named = NAMED[char];
  const short = SHORT[char];
  if (named !== undefined) forms.push(`&${named};`);
  if (short !== undefined) forms.push(`${SLASHES}${escapeRegex(short)}`);
  if (char === ' ') forms.push('\\+', `${PERCENT}2[bB]`);
  // The longest first: a backslash must not be taken for the whole of its own escape.
  return `(?:${forms.sort((a, b) => b.length - a.length).join('|')})`;
}

const BASE64: Record<string, string> = {
  '+': `(?:[+-]|${PERCENT}2[bB])`,
  '/': `(?:\\\\{0,4}\\/|_|${PERCENT}2[fF])`,
};

/** The part of a base64 text that a value gives when `offset` bytes stand before it and any after it. */
export function base64Core(bytes: Buffer, offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
}

function base64(bytes: Buffer, offset: number): string {
  const core = base64Core(bytes, offset).replace(/[+/]/g, char => BASE64[char] ?? char);
  return (offset + bytes.length) % 3 === 0 ? core : `${core}[A-Za-z0-9+/_-]?(?:=|${PERCENT}3[dD]){0,2}`;
}

/** Finds a secret in the encodings that it is likely to come by. */
export interface SecretPatterns {
  /** As it is, URL-encoded, escaped for JSON or HTML, hexadecimal. */
  readonly plain: RegExp;
  /** base64 and base64url, wherever in a longer text; the character before a match may hold some bits of it, too. */
  readonly base64: RegExp;
}

/** @param alone find it only where no letter or digit stands beside it. */
export function secretPatterns(secret: string, alone: boolean): SecretPatterns {
  const bytes = Buffer.from(secret);
  // What is encoded is often JSON, as in a cookie.
  const escaped = JSON.stringify(secret).slice(1, -1);
  const inside = escaped === secret || alone ? [bytes] : [bytes, Buffer.from(escaped)];
  const regex = (forms: readonly string[]) =>
    new RegExp(
      alone ? `(?<![\\p{L}\\p{N}_])(?:${forms.join('|')})(?![\\p{L}\\p{N}_])` : forms.join('|'),
      'gu',
    );
  return {
    plain: regex([[...secret].map(character).join(''), anyCase(bytes.toString('hex'))]),
    base64: regex((alone ? [0] : [0, 1, 2]).flatMap(offset => inside.map(value => base64(value, offset)))),
  };
}
