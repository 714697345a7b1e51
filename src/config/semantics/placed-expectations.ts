import type { Path } from '../flaw.ts';
import { isMap } from '../is-map.ts';
import type { Config } from '../schema/config.ts';

/** What a matcher judges: a number of rows, a body as text, or any value. */
export type Judged = 'count' | 'text' | 'any';

/** Something that is expected, and where it stands. */
export interface PlacedExpectation {
  readonly expect: Readonly<Record<string, unknown>>;
  readonly path: Path;
}

/** A matcher with operators, and where it stands. */
export interface PlacedMatcher {
  readonly operators: Readonly<Record<string, unknown>>;
  readonly judged: Judged;
  readonly path: Path;
}

const EXPECTING = new Set(['expect', 'greets', 'echo']);
const SINGLE: Readonly<Record<string, Judged>> = { rows: 'count', body: 'text', message: 'any' };
const BY_NAME = new Set(['json', 'headers', 'row', 'every']);
/** What is sent, not expected: it may look like anything. */
const SENT = new Set(['json', 'data', 'headers', 'params', 'user', 'variables', 'capture']);

const single = (operators: unknown, judged: Judged, path: Path): PlacedMatcher[] =>
  isMap(operators) ? [{ operators, judged, path }] : [];

const within = ({ expect, path }: PlacedExpectation): PlacedMatcher[] =>
  Object.entries(expect).flatMap(([key, value]) => {
    const judged = SINGLE[key];
    if (judged !== undefined) return single(value, judged, [...path, key]);
    if (!BY_NAME.has(key) || !isMap(value)) return [];
    return Object.entries(value).flatMap(([name, matcher]) => single(matcher, 'any', [...path, key, name]));
  });

function expectationsIn(value: unknown, path: Path): PlacedExpectation[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => expectationsIn(item, [...path, index]));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (SENT.has(key)) return [];
    const here = [...path, key];
    return EXPECTING.has(key) && isMap(inner) ? [{ expect: inner, path: here }] : expectationsIn(inner, here);
  });
}

/** Every `expect` of the file, and what is like one. */
export const placedExpectations = ({ api, database, auth, realtime, system }: Config): PlacedExpectation[] =>
  expectationsIn({ api, database, auth, realtime, system }, []);

/** Every matcher of the file that is a map of operators. */
export const placedMatchers = (config: Config): PlacedMatcher[] => placedExpectations(config).flatMap(within);
