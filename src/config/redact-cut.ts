import { character } from './redact-patterns.ts';

/** What stands where a text was cut. */
const MARK = '…';
/** Fewer characters of the start of a secret tell little, and are likely the end of a word. */
const LEAST = 4;
/** As many bytes in hexadecimal digits, in base64 digits. */
const LEAST_HEX = 2 * LEAST;
const LEAST_BASE64 = 6;
/** The longest form of a character, escaped more than once. */
const LONGEST_FORM = 16;
/** A form of a character of which the end was cut off. */
const PART_OF_FORM = /^(?:[%&\\][^%&\\…]{0,10}|\\{1,4}u?[0-9a-fA-F]{0,3})?$/;

/** Finds where the start of one secret stands before a cut; undefined when it does not. */
export type FindCut = (text: string, end: number) => number | undefined;

/** Where the longest tail of `text` begins that is a start of `whole`, at least so long. */
function tailWithin(text: string, whole: string, least: number): number | undefined {
  const longest = Math.min(text.length, whole.length - 1);
  for (let length = longest; length >= least; length--)
    if (whole.startsWith(text.slice(text.length - length))) return text.length - length;
  return undefined;
}

function findDigits(
  alphabet: RegExp,
  forms: readonly string[],
  least: number,
  same: (text: string) => string,
) {
  const longest = Math.max(...forms.map(({ length }) => length));
  return (text: string, end: number): number | undefined => {
    const window = text.slice(Math.max(0, end - longest), end);
    const run = same(alphabet.exec(window)?.[0] ?? '');
    const starts = forms.map(form => tailWithin(run, form, least)).filter(start => start !== undefined);
    return starts.length === 0 ? undefined : end - run.length + Math.min(...starts);
  };
}

/** Of the characters that came up so far: secrets are made of few, and many secrets come up. */
const formsOfCharacters = new Map<string, RegExp>();

function formOf(char: string): RegExp {
  const form = formsOfCharacters.get(char) ?? new RegExp(character(char), 'uy');
  formsOfCharacters.set(char, form);
  return form;
}

function findCharacters(secret: string): FindCut {
  const forms = Array.from(secret, formOf);
  /** How many characters of the secret stand from here on, and where they end. */
  function follow(text: string, from: number, end: number): { count: number; at: number } {
    let at = from;
    for (const [count, form] of forms.entries()) {
      form.lastIndex = at;
      if (at >= end || !form.test(text) || form.lastIndex > end) return { count, at };
      at = form.lastIndex;
    }
    return { count: forms.length, at };
  }
  return (text, end) => {
    for (let start = Math.max(0, end - LONGEST_FORM * forms.length); start <= end - LEAST; start++) {
      const { count, at } = follow(text, start, end);
      if (count >= LEAST && PART_OF_FORM.test(text.slice(at, end))) return start;
    }
    return undefined;
  };
}

/** @param cores what the secret is in base64, at each of the three offsets. */
export function createFindCut(secret: string, cores: readonly string[]): FindCut {
  const finders: readonly FindCut[] = [
    findCharacters(secret),
    findDigits(/[0-9a-f]*$/i, [Buffer.from(secret).toString('hex')], LEAST_HEX, text => text.toLowerCase()),
    findDigits(/[\w+/-]*$/, cores, LEAST_BASE64, text => text.replaceAll('-', '+').replaceAll('_', '/')),
  ];
  return (text, end) => {
    const starts = finders.map(find => find(text, end)).filter(start => start !== undefined);
    return starts.length === 0 ? undefined : Math.min(...starts);
  };
}

/** Where a text was cut. */
export function cutsIn(text: string): number[] {
  const cuts: number[] = [];
  for (let at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, at + 1)) cuts.push(at);
  return cuts;
}
