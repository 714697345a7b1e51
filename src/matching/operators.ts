import { deepEqual, jsonType } from './deep-equal.ts';
import { type Mismatch, mismatch, show, type ValueMismatchCode } from './mismatch.ts';

/** Judges one value that exists by one operator. */
export type Operator = (
  actual: unknown,
  operand: never,
  path: string,
) => Mismatch<ValueMismatchCode> | undefined;

const wrongType = (actual: unknown, wanted: string, path: string) =>
  mismatch('WRONG_TYPE' as const, path, wanted, `${show(actual, path)} (${jsonType(actual)})`);

function number(words: string, holds: (actual: number, operand: number) => boolean): Operator {
  return (actual, operand: number, path) => {
    if (typeof actual !== 'number') return wrongType(actual, `a number ${words} ${operand}`, path);
    if (holds(actual, operand)) return undefined;
    return mismatch('OUT_OF_RANGE', path, `${words} ${operand}`, show(actual, path));
  };
}

function text(words: string, holds: (actual: string, operand: string) => boolean): Operator {
  return (actual, operand: string, path) => {
    if (typeof actual !== 'string') return wrongType(actual, `text that ${words} ${show(operand)}`, path);
    if (holds(actual, operand)) return undefined;
    return mismatch('NO_MATCH', path, `text that ${words} ${show(operand)}`, show(actual, path));
  };
}

const containsText = text('contains', (actual, part) => actual.includes(part));

const contains: Operator = (actual, operand: unknown, path) => {
  if (typeof actual === 'string' && typeof operand === 'string') {
    return containsText(actual, operand as never, path);
  }
  const expected = `something that contains ${show(operand)}`;
  if (!Array.isArray(actual)) return wrongType(actual, expected, path);
  if (actual.some(item => deepEqual(item, operand))) return undefined;
  return mismatch('NO_MATCH', path, expected, show(actual, path));
};

const length: Operator = (
  actual,
  operand: number | { readonly atLeast?: number; readonly atMost?: number },
  path,
) => {
  const bounds = typeof operand === 'number' ? { atLeast: operand, atMost: operand } : operand;
  const { atLeast = 0, atMost = Number.POSITIVE_INFINITY } = bounds;
  const expected = `length ${atLeast === atMost ? atLeast : `${atLeast} to ${atMost}`}`;
  if (typeof actual !== 'string' && !Array.isArray(actual)) return wrongType(actual, expected, path);
  const size = [...actual].length;
  if (size >= atLeast && size <= atMost) return undefined;
  return mismatch('OUT_OF_RANGE', path, expected, `length ${size}`);
};

const type: Operator = (actual, operand: string, path) => {
  const holds = operand === 'integer' ? Number.isInteger(actual) : jsonType(actual) === operand;
  return holds ? undefined : wrongType(actual, `type ${operand}`, path);
};

const exists: Operator = (actual, operand: boolean, path) =>
  operand ? undefined : mismatch('UNEXPECTED', path, 'nothing', show(actual, path));

const oneOf: Operator = (actual, operand: readonly unknown[], path) =>
  operand.some(value => deepEqual(actual, value))
    ? undefined
    : mismatch('UNEQUAL', path, `one of ${show(operand)}`, show(actual, path));

/** The judgement for equality, which a plain value means as well. */
export const equals: Operator = (actual, operand: unknown, path) =>
  deepEqual(actual, operand) ? undefined : mismatch('UNEQUAL', path, show(operand, path), show(actual, path));

const not: Operator = (actual, operand: unknown, path) =>
  deepEqual(actual, operand)
    ? mismatch('UNEQUAL', path, `anything but ${show(operand, path)}`, show(actual, path))
    : undefined;

/** Every operator of a matcher map. */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['equals', equals],
  ['not', not],
  ['oneOf', oneOf],
  ['above', number('above', (a, b) => a > b)],
  ['atLeast', number('at least', (a, b) => a >= b)],
  ['below', number('below', (a, b) => a < b)],
  ['atMost', number('at most', (a, b) => a <= b)],
  ['contains', contains],
  ['startsWith', text('starts with', (actual, start) => actual.startsWith(start))],
  ['endsWith', text('ends with', (actual, end) => actual.endsWith(end))],
  ['matches', text('matches', (actual, pattern) => new RegExp(pattern, 'u').test(actual))],
  ['type', type],
  ['length', length],
  ['exists', exists],
]);
