import { OPERATORS } from '../../matching/operators.ts';
import type { Flaw } from '../flaw.ts';
import type { FileFacts } from './facts.ts';
import { type Judged, type PlacedMatcher, placedMatchers } from './placed-expectations.ts';

type Operators = PlacedMatcher['operators'];
/** Why an operator holds for all that it can be asked of; undefined when it can fail. */
type Reason = (operand: unknown, operators: Operators) => string | undefined;

/** Anything but an assertion, and nothing that has to be there: such a pattern is found in every text. */
function matchesAll(pattern: string): boolean {
  if (/^\^?(\.|\[\\s\\S\]|\[\^\])\*\??\$?$/.test(pattern)) return true;
  const bare = pattern.startsWith('^') ? pattern.slice(1) : pattern.replace(/(?<!\\)\$$/, '');
  if (/[\^$]|\\[bB]|\(\?[^:]/.test(bare)) return false;
  try {
    return new RegExp(bare, 'u').test('');
  } catch {
    return false;
  }
}

const bounded = ({ below, atMost }: Operators) => below !== undefined || atMost !== undefined;

/** `not` compares with a value; a map of operators is one that no answer ever is. */
const isMatcher = (operand: unknown): boolean =>
  typeof operand === 'object' &&
  operand !== null &&
  Object.keys(operand).length > 0 &&
  Object.keys(operand).every(name => OPERATORS.has(name));

const ANY: Readonly<Record<string, Reason>> = {
  not: operand =>
    isMatcher(operand) ? 'it compares with this very map, and judges nothing by it' : undefined,
  contains: operand => (operand === '' ? 'every text contains an empty one' : undefined),
  matches: operand =>
    matchesAll(String(operand)) ? 'this pattern is found in every text, an empty one included' : undefined,
  length: operand => {
    const { atLeast, atMost } = Object(operand) as { atLeast?: number; atMost?: number };
    return atLeast !== undefined && atLeast <= 0 && atMost === undefined
      ? 'every length is at least 0'
      : undefined;
  },
};

const there =
  (what: string): Reason =>
  operand =>
    operand === true ? `there is always ${what}` : undefined;

const BY_KIND: Readonly<Record<Judged, Readonly<Record<string, Reason>>>> = {
  any: ANY,
  text: {
    ...ANY,
    exists: there('a body, be it empty'),
    type: operand => (operand === 'string' ? 'the body is judged as text' : undefined),
    not: operand =>
      typeof operand === 'string' ? undefined : 'the body is judged as text, and this is none',
  },
  count: {
    exists: there('a number of rows'),
    type: operand => (operand === 'integer' || operand === 'number' ? 'rows are counted' : undefined),
    atLeast: (operand, all) =>
      Number(operand) <= 0 && !bounded(all) ? 'every number of rows is at least 0' : undefined,
    above: (operand, all) =>
      Number(operand) < 0 && !bounded(all) ? 'every number of rows is above this' : undefined,
    not: operand =>
      Number.isInteger(operand) && Number(operand) >= 0 ? undefined : 'no number of rows is this',
  },
};

const FIXES: Readonly<Record<string, string>> = {
  not: 'Write the value that must not come, or the opposite: { below: 3 } for what is not at least 3.',
  contains: 'Write what the text must contain, or { type: string } if any text will do.',
  matches: 'Write a pattern that some texts do not match, or { type: string } if any text will do.',
  length: 'Write "atLeast: 1" or more, or { type: array } if an empty list will do.',
  atLeast: 'Write "atLeast: 1" or more.',
};

/** An operator that holds whatever comes: the check would be green when all is broken. */
export function vacuousMatchers({ config }: FileFacts): Flaw[] {
  return placedMatchers(config).flatMap(({ operators, judged, path }) =>
    Object.entries(operators).flatMap(([name, operand]): Flaw[] => {
      const reason = BY_KIND[judged][name]?.(operand, operators);
      if (reason === undefined) return [];
      return [
        {
          code: 'CONFIG_VACUOUS',
          path: [...path, name],
          message: `"${name}" can never fail here: ${reason}`,
          expected: 'an expectation that can fail',
          got: JSON.stringify(operand),
          fix: FIXES[name] ?? 'Write an expectation that can fail, or remove this one.',
        },
      ];
    }),
  );
}
