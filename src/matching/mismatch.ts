import { maskSecrets, namesSecret } from './excerpt.ts';

/** What kept a value from being as expected. */
export interface Mismatch<Code extends string = string> {
  readonly code: Code;
  /** Where: a JSONPath, a JSON pointer into the body, a header, a column. Empty for the value itself. */
  readonly path: string;
  readonly expected: string;
  readonly got: string;
  /** One sentence with all of it. */
  readonly message: string;
  /** Only worth a warning. */
  readonly warning?: true;
}

/** Codes of {@link Mismatch}es between one value and one matcher. */
export type ValueMismatchCode =
  | 'MISSING'
  | 'WRONG_TYPE'
  | 'UNEQUAL'
  | 'OUT_OF_RANGE'
  | 'NO_MATCH'
  | 'UNEXPECTED';

/** Stands for "the path selects nothing", which is not the same as null. */
export const MISSING: unique symbol = Symbol('missing');

const LONGEST = 160;

/** No more mismatches are collected of one document: nobody reads them, and a hostile one has a million. */
export const MOST_MISMATCHES = 1000;

function written(value: unknown): string {
  if (typeof value === 'bigint') return `${value}`;
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // The stack ends before the nesting does.
    return 'something that is nested too deeply to be shown';
  }
}

/** A value as a report shows it: JSON, cut, and without what looks like a secret. */
export function show(value: unknown, path = ''): string {
  if (value === MISSING || value === undefined) return 'nothing';
  if (typeof value === 'string' && namesSecret(path)) return `a text of ${value.length} characters`;
  const text = maskSecrets(written(value));
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** Puts the message together. */
export function mismatch<Code extends string>(
  code: Code,
  path: string,
  expected: string,
  got: string,
): Mismatch<Code> {
  const message = `${path === '' ? '' : `${path}: `}expected ${expected}, got ${got}`;
  return { code, path, expected, got, message };
}

const MOST_PLACES = 20;

/** Where mismatches are, once each, without the numbers of entries: what is the same at another look. */
export const placesOf = (mismatches: readonly Mismatch[]): string[] =>
  [...new Set(mismatches.map(({ path }) => path.replaceAll(/(?<=[/[ ])\d+/g, '*')))]
    .filter(place => place !== '')
    .slice(0, MOST_PLACES);
