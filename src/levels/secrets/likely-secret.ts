import { isReference } from '../secret-names.ts';

const PLACEHOLDER =
  /example|placeholder|change[-_]?(?:me|this|it)|your[-_]|dummy|sample|redacted|insert|replace|password|passwd|secret|x{4,}|\.{3}|0{6,}|(?:abc|123){2}|abcdef|qwerty|12345|foo|bar|test|fake|mock|todo|lorem|undefined|null|token|_key|-key|localhost/i;

/** A path, an address, a date, a version, a colour, a class name, an expression. */
const OTHER =
  /^(?:[.~]|\/[\w.@-]*(?:\/[\w.@-]*)*$|[a-z][\w+.-]*:\/\/|#[0-9a-f]{3,8}$|\d{4}-\d\d-\d\d|v?\d+(?:\.\d+)+)|[()[\]{}<>;|\\^]|^[\d.,:+-]+$/i;

/** What a generator of keys draws from everything on the keyboard: long, and no expression of a language. */
const EXPRESSION = /\\|\(\?|\[[\w^"']|\.[*+]|\w\([^()]*\)|=>|::|\}\}|&&|\|\||^\W*(?:function|return|rgba?)\b/;
const LEAST_DRAWN = 30;
const LEAST_DRAWN_ENTROPY = 4.2;
const isDrawn = (value: string): boolean =>
  value.length >= LEAST_DRAWN && !EXPRESSION.test(value) && entropyOf(value) >= LEAST_DRAWN_ENTROPY;

/** A media type, a name of two parts; no key, which has letters of both kinds and digits over its whole length. */
const isPair = (value: string): boolean =>
  /^[\w.+-]+\/[\w.+-]+$/.test(value) && (value.length < LEAST_DRAWN || classesOf(value) < 4);

/** A word, or several with marks between them: `user-name2`, `sha256`, `i18n.auth.title`, `camelCaseName`. */
const WORDS = /^\p{L}*\d{0,3}(?:[-_.:/ ]\p{L}*\d{0,3})*$/u;

function isWords(value: string): boolean {
  const bare = value.replace(/^[^\p{L}\d]+|[^\p{L}\d]+$/gu, '');
  return WORDS.test(bare) && !/[a-z]\d[a-z]|\d{4}/i.test(bare);
}

const FOREIGN = /(?!\p{ASCII})\p{L}/gu;

/** A sentence of another script: who makes passwords up, or has them made, uses the keys that every keyboard has. */
const isForeign = (value: string): boolean => (value.match(FOREIGN)?.length ?? 0) * 3 > value.length;

/** Bits a character, after Shannon. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce(
    (sum, count) => sum - (count / text.length) * Math.log2(count / text.length),
    0,
  );
}

const classesOf = (value: string) =>
  [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter(pattern => pattern.test(value)).length;

const LEAST_LENGTH = 8;
const LEAST_ENTROPY = 2.7;

/** Whether a text is likely to be a password or a key, and no name, label, address or placeholder. */
export function isLikelySecret(value: string): boolean {
  if (value.length < LEAST_LENGTH || isReference(value)) return false;
  if (PLACEHOLDER.test(value) || isWords(value) || isForeign(value) || isPair(value)) return false;
  if (OTHER.test(value) && !(isDrawn(value) && /[!@#$%&*=+]/.test(value))) return false;
  return classesOf(value) >= 2 && entropyOf(value) >= LEAST_ENTROPY;
}

const LEAST_TOKEN_ENTROPY = 3;

/** Whether a token of the right form is a real one: those in documentation repeat themselves or say so. */
export const isLikelyToken = (token: string): boolean =>
  entropyOf(token) >= LEAST_TOKEN_ENTROPY &&
  !/example|x{6,}|0{8,}|1234567890|abcdefghij|redacted/i.test(token);
