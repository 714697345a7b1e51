import { maskLine } from '../looks-secret.ts';

const LONGEST = 60;

const cut = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);

/** A value of a file as people see it: `the text "30"`, `the number 30`, `a list of 2`. */
export function showValue(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'string')
    return value === '' ? 'an empty text' : `the text ${cut(JSON.stringify(maskLine(value)))}`;
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  const keys = Object.keys(value);
  return keys.length === 0 ? 'an empty map' : `a map of ${cut(keys.join(', '))}`;
}
