import { HOST_LEVELS, type Level, STATIC_LEVELS } from '../model/level.ts';
import type { CheckResult } from '../model/result.ts';

const WEIGHT = { fail: 0, error: 0, warn: 1, known: 2, blocked: 2, pass: 3, skip: 3 };
/** What stands below is more likely the cause: a database is asked for by an API, never the other way round. */
const LADDER: readonly Level[] = [
  ...HOST_LEVELS,
  'containers',
  'connectivity',
  'database',
  'api',
  'auth',
  'realtime',
  'pwa',
  'system',
  ...STATIC_LEVELS,
];
/** A log tells of everything that goes wrong, so its lines are the last to be a cause of their own. */
export const SYMPTOMS: readonly string[] = ['containers.logs'];

/** Results in the order in which people shall read them: failures before warnings, causes before symptoms. */
export function rankFailures(results: readonly CheckResult[]): CheckResult[] {
  const blocks = new Map<string, number>();
  for (const { rootBlocker } of results) {
    if (rootBlocker !== undefined) blocks.set(rootBlocker, (blocks.get(rootBlocker) ?? 0) + 1);
  }
  const weight = ({ status, level, check, id }: CheckResult) => [
    WEIGHT[status],
    SYMPTOMS.includes(check) ? LADDER.length : LADDER.indexOf(level),
    -(blocks.get(id) ?? 0),
  ];
  const compare = (one: readonly number[], other: readonly number[]) =>
    one.map((value, index) => value - (other[index] ?? 0)).find(difference => difference !== 0) ?? 0;
  return results.toSorted((a, b) => compare(weight(a), weight(b)));
}
